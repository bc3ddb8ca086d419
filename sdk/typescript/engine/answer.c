// What identify returned becomes JSON. Written in C, so that nothing that a bundle overwrites has a part in it.
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"

void text_add(struct text *t, const char *bytes, size_t length) {
	if (t->length + length + 1 > t->room) {
		size_t room = (t->length + length + 1) * 2;
		char *grown = realloc(t->bytes, room);
		if (!grown) {
			const char why[] = "out of memory: there is none left to write the answer";
			host_log(LEVEL_ERROR, why, sizeof why - 1);
			__builtin_trap();
		}
		t->bytes = grown;
		t->room = room;
	}
	memcpy(t->bytes + t->length, bytes, length);
	t->length += length;
	t->bytes[t->length] = 0;
}

void text_puts(struct text *t, const char *string) { text_add(t, string, strlen(string)); }

void text_printf(struct text *t, const char *format, ...) {
	char line[512];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(line, sizeof line, format, arguments);
	va_end(arguments);
	text_puts(t, line);
}

// half_pair reports whether bytes begin with a half of a surrogate pair, which UTF-8 does not have.
static bool half_pair(const unsigned char *at, size_t left) { return left >= 3 && at[0] == 0xed && at[1] >= 0xa0; }

bool text_json(struct text *t, const char *utf8, size_t length) {
	bool whole = true;
	text_add(t, "\"", 1);
	for (size_t i = 0, plain = 0; i <= length; i++) {
		unsigned char c = i < length ? utf8[i] : 0;
		bool half = i < length && half_pair((const unsigned char *)utf8 + i, length - i);
		if (i < length && c >= ' ' && c != '"' && c != '\\' && !half)
			continue;
		text_add(t, utf8 + plain, i - plain);
		plain = i + 1;
		if (i == length)
			break;
		if (half) {
			text_puts(t, "\xef\xbf\xbd");
			whole = false;
			i += 2;
			plain = i + 1;
		} else if (c >= ' ') {
			char escaped[] = {'\\', (char)c};
			text_add(t, escaped, 2);
		} else {
			char escaped[7];
			snprintf(escaped, sizeof escaped, "\\u%04x", c);
			text_add(t, escaped, 6);
		}
	}
	text_add(t, "\"", 1);
	return whole;
}

static const char *kind(JSContext *ctx, JSValueConst v) {
	switch (JS_VALUE_GET_NORM_TAG(v)) {
	case JS_TAG_UNDEFINED: return "undefined";
	case JS_TAG_NULL: return "null";
	case JS_TAG_BOOL: return "boolean";
	case JS_TAG_INT:
	case JS_TAG_FLOAT64: return "number";
	case JS_TAG_BIG_INT:
	case JS_TAG_SHORT_BIG_INT: return "bigint";
	case JS_TAG_STRING:
	case JS_TAG_STRING_ROPE: return "string";
	case JS_TAG_SYMBOL: return "symbol";
	}
	return JS_IsArray(v) ? "array" : JS_IsFunction(ctx, v) ? "function" : JS_IsPromise(v) ? "promise" : "object";
}

static bool wrong(struct text *t, const char *what, const char *got) {
	t->length = 0;
	text_printf(t, "%s, got %s", what, got);
	return false;
}

static bool absent(JSValueConst v) { return JS_IsUndefined(v) || JS_IsNull(v); }

static bool add_string(struct text *t, const char *path, JSValueConst value, bool empty) {
	JSContext *ctx = state.ctx;
	if (!JS_IsString(value)) {
		t->length = 0;
		text_printf(t, "%s must be a %sstring, got %s", path, empty ? "" : "non-empty ", kind(ctx, value));
		return false;
	}
	size_t length;
	const char *utf8 = JS_ToCStringLen(ctx, &length, value);
	if (!utf8)
		return false;
	bool good = (length || empty);
	if (!good) {
		t->length = 0;
		text_printf(t, "%s must be a non-empty string, got an empty one", path);
	} else if (!(good = text_json(t, utf8, length))) {
		t->length = 0;
		text_printf(t, "%s has a half of a surrogate pair, which is not text", path);
	}
	JS_FreeCString(ctx, utf8);
	return good;
}

// add_data writes userData, an object.
static bool add_data(struct text *t, JSValueConst data) {
	JSContext *ctx = state.ctx;
	if (!JS_IsObject(data) || JS_IsArray(data) || JS_IsFunction(ctx, data))
		return wrong(t, "userData must be an object", kind(ctx, data));
	JSAtom to_json = JS_NewAtom(ctx, "toJSON"); // of all objects: nobody means that
	if (JS_DeleteProperty(ctx, state.object_prototype, to_json, 0) < 0)
		return false;
	JS_FreeAtom(ctx, to_json);
	JSValue json = JS_JSONStringify(ctx, data, JS_UNDEFINED, JS_UNDEFINED);
	if (JS_IsException(json)) {
		JSValue error = JS_GetException(ctx);
		t->length = 0;
		text_puts(t, "userData cannot be written as JSON: ");
		error_describe(t, error);
		JS_FreeValue(ctx, error);
		return false;
	}
	size_t length;
	const char *utf8 = JS_IsString(json) ? JS_ToCStringLen(ctx, &length, json) : NULL;
	bool good = utf8 && utf8[0] == '{';
	if (good)
		text_add(t, utf8, length);
	else
		wrong(t, "userData must be an object", utf8 ? utf8 : "undefined");
	JS_FreeCString(ctx, utf8);
	JS_FreeValue(ctx, json);
	return good;
}

static bool add_members(struct text *t, JSValueConst id, JSValueConst name, JSValueConst data) {
	text_puts(t, "{\"userId\":");
	if (!add_string(t, "userId", id, false))
		return false;
	if (!absent(name)) {
		text_puts(t, ",\"userName\":");
		if (!add_string(t, "userName", name, true))
			return false;
	}
	if (!absent(data)) {
		text_puts(t, ",\"userData\":");
		if (!add_data(t, data))
			return false;
	}
	text_puts(t, "}");
	return true;
}

bool answer_identity(struct text *t, JSValueConst result) {
	JSContext *ctx = state.ctx;
	if (absent(result)) {
		text_puts(t, "null");
		return true;
	}
	if (!JS_IsObject(result) || JS_IsArray(result) || JS_IsFunction(ctx, result))
		return wrong(t, "identify must return an object or null", kind(ctx, result));
	JSValue id = JS_GetPropertyStr(ctx, result, "userId");
	JSValue name = JS_IsException(id) ? JS_UNDEFINED : JS_GetPropertyStr(ctx, result, "userName");
	JSValue data = JS_IsException(name) ? JS_UNDEFINED : JS_GetPropertyStr(ctx, result, "userData");
	bool good = !JS_IsException(id) && !JS_IsException(name) && !JS_IsException(data) && add_members(t, id, name, data);
	JS_FreeValue(ctx, id);
	JS_FreeValue(ctx, name);
	JS_FreeValue(ctx, data);
	return good;
}
