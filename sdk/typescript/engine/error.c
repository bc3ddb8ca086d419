// Errors as people read them: with the places of the source that was bundled, found through the source map.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"

// A place in the script or a source. Lines count from 1, columns from 0.
struct place {
	uint32_t line, column;
	int source; // its index in the map, -1 for the script itself
};

// vlq reads a number of a source map's mappings. Source: "Base64 VLQ" in ECMA-426.
static bool vlq(const char **at, int32_t *value) {
	uint32_t bits = 0, shift = 0;
	for (; shift < 35; shift += 5) {
		char c = **at;
		int digit = c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 :
			c >= '0' && c <= '9' ? c - '0' + 52 : c == '+' ? 62 : c == '/' ? 63 : -1;
		if (digit < 0)
			return false;
		(*at)++;
		bits |= (uint32_t)(digit & 31) << shift;
		if (!(digit & 32)) {
			*value = bits & 1 ? -(int32_t)(bits >> 1) : (int32_t)(bits >> 1);
			return true;
		}
	}
	return false;
}

// look_up finds the last mapping at or before a place of the script, on its line.
static struct place look_up(const char *mappings, struct place script) {
	struct place found = script;
	uint32_t line = 1;
	int32_t column = 0, source = 0, source_line = 0, source_column = 0, ignored;
	for (const char *at = mappings; *at && line <= script.line;) {
		int32_t d[4] = {0};
		if (*at == ';') {
			line++, column = 0, at++;
		} else if (*at == ',') {
			at++;
		} else {
			if (!vlq(&at, &d[0]))
				break;
			bool sourced = vlq(&at, &d[1]) && vlq(&at, &d[2]) && vlq(&at, &d[3]);
			vlq(&at, &ignored); // a name
			column += d[0], source += d[1], source_line += d[2], source_column += d[3];
			if (sourced && line == script.line && (uint32_t)column <= script.column)
				found = (struct place){source_line + 1, source_column, source};
		}
	}
	return found;
}

// A map is what is used of a source map.
struct map {
	JSValue sources;
	const char *mappings; // NULL: there is none
};

static struct map open_map(JSContext *ctx) {
	struct map m = {JS_UNDEFINED, NULL};
	char *json = state.map_length ? malloc(state.map_length + 1) : NULL;
	if (!json)
		return m;
	memcpy(json, state.map, state.map_length);
	json[state.map_length] = 0;
	JSValue map = JS_ParseJSON(ctx, json, state.map_length, "source map");
	free(json);
	if (JS_IsException(map)) {
		JS_FreeValue(ctx, JS_GetException(ctx));
		return m;
	}
	JSValue mappings = JS_GetPropertyStr(ctx, map, "mappings");
	m.sources = JS_GetPropertyStr(ctx, map, "sources");
	m.mappings = JS_IsString(mappings) ? JS_ToCString(ctx, mappings) : NULL;
	JS_FreeValue(ctx, mappings);
	JS_FreeValue(ctx, map);
	return m;
}

static void close_map(JSContext *ctx, struct map *m) {
	JS_FreeCString(ctx, m->mappings);
	JS_FreeValue(ctx, m->sources);
}

static void add_place(struct text *t, struct map *m, struct place script) {
	struct place p = m->mappings ? look_up(m->mappings, script) : script;
	JSValue source = p.source < 0 ? JS_UNDEFINED : JS_GetPropertyUint32(state.ctx, m->sources, p.source);
	const char *name = JS_IsString(source) ? JS_ToCString(state.ctx, source) : NULL;
	text_puts(t, name ? name : state.file);
	text_printf(t, ":%u:%u", p.line, p.column + 1);
	JS_FreeCString(state.ctx, name);
	JS_FreeValue(state.ctx, source);
}

// number reads decimal digits and returns what is behind them, or NULL where there are none.
static const char *number(const char *at, uint32_t *value) {
	const char *first = at;
	for (*value = 0; *at >= '0' && *at <= '9'; at++)
		*value = *value * 10 + (uint32_t)(*at - '0');
	return at > first ? at : NULL;
}

// in_script finds "FILE:line:column" in a line of a stack, where FILE is the bundle's name.
static const char *in_script(const char *line, size_t length, struct place *p) {
	size_t name = state.file ? strlen(state.file) : 0;
	for (size_t i = 0; name && i + name < length; i++) {
		p->source = -1;
		const char *at = line + i + name;
		if (memcmp(line + i, state.file, name) || *at != ':' || !(at = number(at + 1, &p->line)) || *at != ':' ||
			!number(at + 1, &p->column))
			continue;
		p->column -= p->column > 0;
		return line + i;
	}
	return NULL;
}

// next_line cuts a line off a stack, without its end.
static const char *next_line(const char **stack, size_t *length) {
	const char *line = *stack, *end = strchr(line, '\n');
	*length = end ? (size_t)(end - line) : strlen(line);
	*stack = line + *length + (end != NULL);
	return line;
}

// error_map_stack writes the lines of a stack that are the bundle's, or the language's own.
void error_map_stack(struct text *t, const char *stack) {
	struct map m = open_map(state.ctx);
	while (*stack) {
		size_t length;
		const char *line = next_line(&stack, &length);
		struct place p;
		const char *at = in_script(line, length, &p);
		if (!at)
			continue;
		if (t->length)
			text_puts(t, "\n");
		text_add(t, line, at - line);
		add_place(t, &m, p);
		if (at > line && at[-1] == '(')
			text_puts(t, ")");
	}
	close_map(state.ctx, &m);
}

bool error_first_place(struct text *t, const char *stack) {
	while (*stack) {
		size_t length;
		const char *line = next_line(&stack, &length);
		struct place p;
		if (!in_script(line, length, &p))
			continue;
		struct map m = open_map(state.ctx);
		add_place(t, &m, p);
		close_map(state.ctx, &m);
		return true;
	}
	return false;
}

// member is a property as text, or NULL. Whatever reading it throws is dropped.
static const char *member(JSContext *ctx, JSValueConst object, const char *name) {
	JSValue value = JS_GetPropertyStr(ctx, object, name);
	const char *text = JS_IsString(value) ? JS_ToCString(ctx, value) : NULL;
	JS_FreeValue(ctx, value);
	if (JS_HasException(ctx))
		JS_FreeValue(ctx, JS_GetException(ctx));
	return text;
}

static void describe_other(struct text *t, JSContext *ctx, JSValueConst thrown) {
	JSValue json = JS_IsObject(thrown) ? JS_JSONStringify(ctx, thrown, JS_UNDEFINED, JS_UNDEFINED) : JS_UNDEFINED;
	const char *text = JS_IsString(json) ? JS_ToCString(ctx, json)
		: JS_IsSymbol(thrown) ? NULL : JS_ToCString(ctx, thrown);
	if (JS_HasException(ctx))
		JS_FreeValue(ctx, JS_GetException(ctx));
	text_puts(t, "what was thrown is not an Error: ");
	text_puts(t, text ? text : "(it cannot be shown)");
	JS_FreeCString(ctx, text);
	JS_FreeValue(ctx, json);
}

void error_name(struct text *t, JSValueConst error) {
	JSContext *ctx = state.ctx;
	if (!JS_IsError(error)) {
		describe_other(t, ctx, error);
		return;
	}
	const char *name = member(ctx, error, "name"), *message = member(ctx, error, "message");
	text_puts(t, name ? name : "Error");
	if (message && *message) {
		text_puts(t, ": ");
		text_puts(t, message);
	}
	JS_FreeCString(ctx, name);
	JS_FreeCString(ctx, message);
}

bool error_place(struct text *t, JSValueConst error) {
	const char *stack = JS_IsError(error) ? member(state.ctx, error, "stack") : NULL;
	bool found = stack && error_first_place(t, stack);
	JS_FreeCString(state.ctx, stack);
	return found;
}

void error_describe(struct text *t, JSValueConst error) {
	struct text place = {0};
	error_name(t, error);
	if (error_place(&place, error)) {
		text_puts(t, " (");
		text_puts(t, place.bytes);
		text_puts(t, ")");
	}
	free(place.bytes);
}

#define MAX_CAUSES 8

static void add_stack(struct text *t, JSValueConst error) {
	const char *stack = JS_IsError(error) ? member(state.ctx, error, "stack") : NULL;
	struct text mapped = {0};
	if (stack)
		error_map_stack(&mapped, stack);
	if (mapped.length) {
		text_puts(t, "\n");
		text_puts(t, mapped.bytes);
	}
	free(mapped.bytes);
	JS_FreeCString(state.ctx, stack);
}

// error_log tells the host of an error, its stack, and the errors that caused it.
void error_log(JSValueConst error, enum level level, const char *before) {
	JSContext *ctx = state.ctx;
	struct text t = {0};
	text_puts(&t, before);
	JSValue e = JS_DupValue(ctx, error);
	for (int i = 0; i < MAX_CAUSES; i++) {
		error_name(&t, e);
		add_stack(&t, e);
		JSValue cause = JS_IsError(e) ? JS_GetPropertyStr(ctx, e, "cause") : JS_UNDEFINED;
		JS_FreeValue(ctx, e);
		e = cause;
		if (JS_IsUndefined(e) || JS_IsException(e))
			break;
		text_puts(&t, "\ncaused by: ");
	}
	JS_FreeValue(ctx, e);
	if (JS_HasException(ctx))
		JS_FreeValue(ctx, JS_GetException(ctx));
	host_log(level, t.bytes, t.length);
	free(t.bytes);
}
