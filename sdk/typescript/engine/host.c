// The host functions of sdk/ABI.md, for the prelude.
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine.h"

#define IMPORT(name) __attribute__((import_module("whowasm"), import_name(name)))
IMPORT("log") void abi_log(int32_t level, const char *message, size_t length);
IMPORT("deadline_ms") int64_t abi_deadline_ms(void);
IMPORT("aborted") int32_t abi_aborted(void);
IMPORT("read") int32_t abi_read(void *to, size_t length);
IMPORT("config_get") int64_t abi_config_get(const char *key, size_t length);
IMPORT("http_send") int64_t abi_http_send(const char *json, size_t length);
IMPORT("kv_get") int64_t abi_kv_get(const char *key, size_t length);
IMPORT("kv_set") int32_t abi_kv_set(const char *key, size_t length, const char *value, size_t size, int64_t ttl_ms);
IMPORT("jwt_verify") int64_t abi_jwt_verify(const char *json, size_t length);
IMPORT("notify") int32_t abi_notify(const char *json, size_t length);
IMPORT("request") int64_t abi_request(const char *json, size_t length);

static JSValue host_error; // the prelude's class HostError

void host_log(enum level level, const char *message, size_t length) { abi_log(level, message, length); }

bool host_aborted(void) { return abi_aborted(); }
int64_t host_deadline_ms(void) { return abi_deadline_ms(); }

// throw_code throws a HostError with the sentence that the host has for a code.
static JSValue throw_code(JSContext *ctx, int64_t code) {
	static const char *const names[] = {"not_permitted", "invalid", "limit", "not_found", "unavailable", "rejected"};
	char sentence[1024];
	int32_t length = abi_read(sentence, sizeof sentence);
	const char *name = code >= -6 && code <= -1 ? names[-1 - code] : "unknown";
	JSValue arguments[] = {JS_NewString(ctx, name), JS_NewStringLen(ctx, sentence, length < 0 ? 0 : length)};
	JSValue error = JS_CallConstructor(ctx, host_error, 2, arguments);
	JS_FreeValue(ctx, arguments[0]);
	JS_FreeValue(ctx, arguments[1]);
	return JS_IsException(error) ? error : JS_Throw(ctx, error);
}

// received returns the bytes that wait, as a string.
static JSValue received(JSContext *ctx, int64_t waiting) {
	if (waiting < 0)
		return throw_code(ctx, waiting);
	char *bytes = malloc(waiting + 1);
	if (!bytes)
		return JS_ThrowOutOfMemory(ctx);
	int64_t length = 0;
	while (length < waiting) {
		int32_t n = abi_read(bytes + length, waiting - length);
		if (n <= 0)
			break;
		length += n;
	}
	JSValue text = JS_NewStringLen(ctx, bytes, length);
	free(bytes);
	return text;
}

// The functions that send a string and receive one.
enum { CONFIG, HTTP, KV_GET, JWT, REQUEST, NOTIFY };

static int64_t send(int which, const char *bytes, size_t length) {
	switch (which) {
	case CONFIG: return abi_config_get(bytes, length);
	case HTTP: return abi_http_send(bytes, length);
	case KV_GET: return abi_kv_get(bytes, length);
	case JWT: return abi_jwt_verify(bytes, length);
	case REQUEST: return abi_request(bytes, length);
	default: return abi_notify(bytes, length);
	}
}

#define NOT_FOUND -4

static JSValue js_ask(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv, int which) {
	(void)self, (void)argc;
	size_t length;
	const char *bytes = JS_ToCStringLen(ctx, &length, argv[0]);
	if (!bytes)
		return JS_EXCEPTION;
	int64_t waiting = send(which, bytes, length);
	JS_FreeCString(ctx, bytes);
	if (waiting == NOT_FOUND && (which == CONFIG || which == KV_GET))
		return JS_UNDEFINED;
	if (which == NOTIFY && waiting >= 0)
		return JS_UNDEFINED;
	return received(ctx, waiting);
}

// kvSet(key, value, ttl): a value of "" removes the key.
static JSValue js_kv_set(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
	(void)self, (void)argc;
	int64_t ttl;
	if (JS_ToInt64(ctx, &ttl, argv[2]))
		return JS_EXCEPTION;
	size_t length, size;
	const char *key = JS_ToCStringLen(ctx, &length, argv[0]);
	const char *value = key ? JS_ToCStringLen(ctx, &size, argv[1]) : NULL;
	int32_t code = value ? abi_kv_set(key, length, value, size, ttl) : 0;
	JSValue result = !value ? JS_EXCEPTION : code ? throw_code(ctx, code) : JS_UNDEFINED;
	JS_FreeCString(ctx, key);
	JS_FreeCString(ctx, value);
	return result;
}

static JSValue js_log(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
	(void)self, (void)argc;
	int32_t level;
	size_t length;
	if (JS_ToInt32(ctx, &level, argv[0]))
		return JS_EXCEPTION;
	const char *message = JS_ToCStringLen(ctx, &length, argv[1]);
	if (!message)
		return JS_EXCEPTION;
	abi_log(level, message, length);
	JS_FreeCString(ctx, message);
	return JS_UNDEFINED;
}

static JSValue js_aborted(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
	(void)self, (void)argc, (void)argv;
	return JS_NewBool(ctx, !state.initialising && abi_aborted());
}

static JSValue js_deadline(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
	(void)self, (void)argc, (void)argv;
	return JS_NewInt64(ctx, abi_deadline_ms());
}

// now(): milliseconds since it was first asked in this call.
static JSValue js_now(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
	(void)self, (void)argc, (void)argv;
	static struct timespec first;
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	if (!first.tv_sec && !first.tv_nsec && !state.initialising)
		first = t;
	double seconds = state.initialising ? 0 : (double)(t.tv_sec - first.tv_sec);
	return JS_NewFloat64(ctx, seconds * 1e3 + (state.initialising ? 0 : (t.tv_nsec - first.tv_nsec) / 1e6));
}

static JSValue js_host_error(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
	(void)self, (void)argc;
	host_error = JS_DupValue(ctx, argv[0]);
	return JS_UNDEFINED;
}

// stack(text): a stack with the places of the sources.
static JSValue js_stack(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
	(void)self, (void)argc;
	const char *stack = JS_ToCString(ctx, argv[0]);
	if (!stack)
		return JS_EXCEPTION;
	struct text t = {0};
	error_map_stack(&t, stack);
	JS_FreeCString(ctx, stack);
	JSValue mapped = JS_NewStringLen(ctx, t.bytes ? t.bytes : "", t.length);
	free(t.bytes);
	return mapped;
}

// encode(string): its UTF-8 bytes.
static JSValue js_encode(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
	(void)self, (void)argc;
	size_t length;
	const char *bytes = JS_ToCStringLen(ctx, &length, argv[0]);
	if (!bytes)
		return JS_EXCEPTION;
	JSValue array = JS_NewUint8ArrayCopy(ctx, (const uint8_t *)bytes, length);
	JS_FreeCString(ctx, bytes);
	return array;
}

// decode(bytes): the string that UTF-8 bytes are, with U+FFFD for what is not UTF-8.
static JSValue js_decode(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
	(void)self, (void)argc;
	size_t length;
	uint8_t *bytes = JS_GetUint8Array(ctx, &length, argv[0]);
	return bytes ? JS_NewStringLen(ctx, (const char *)bytes, length) : JS_EXCEPTION;
}

void host_install(JSContext *ctx, JSValueConst host) {
	static const struct {
		const char *name;
		int which;
	} asks[] = {{"config", CONFIG}, {"http", HTTP}, {"kvGet", KV_GET}, {"jwtVerify", JWT}, {"request", REQUEST},
		{"notify", NOTIFY}};
	for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
		JS_SetPropertyStr(ctx, host, asks[i].name,
			JS_NewCFunctionMagic(ctx, js_ask, asks[i].name, 1, JS_CFUNC_generic_magic, asks[i].which));
	static const struct {
		const char *name;
		JSCFunction *function;
		int length;
	} functions[] = {{"kvSet", js_kv_set, 3}, {"log", js_log, 2}, {"aborted", js_aborted, 0},
		{"deadline", js_deadline, 0}, {"now", js_now, 0}, {"hostError", js_host_error, 1}, {"stack", js_stack, 1},
		{"encode", js_encode, 1}, {"decode", js_decode, 1}};
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
		JS_SetPropertyStr(ctx, host, functions[i].name,
			JS_NewCFunction(ctx, functions[i].function, functions[i].name, functions[i].length));
}
