// Randomness that is never the snapshot's: Math.random is seeded by the host in each call, when it is first used.
#include <stdlib.h>
#include <string.h>
#include <wasi/api.h>

#include "engine.h"

static uint64_t seed[2]; // of xorshift128+; zero: not drawn yet

// warn says once that what is drawn while the module loads is the same in every call.
static void warn(const char *what) {
	static bool warned;
	if (!state.initialising || warned)
		return;
	warned = true;
	struct text t = {0};
	text_printf(&t, "%s is used while the module loads: what it gives is part of the module's first state, the same in "
		"every call and for every caller; draw it within identify", what);
	host_log(LEVEL_WARNING, t.bytes, t.length);
	free(t.bytes);
}

static void draw(void *bytes, size_t length) {
	if (__wasi_random_get(bytes, length))
		__builtin_trap();
}

static JSValue js_random(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
	(void)self, (void)argc, (void)argv;
	warn("Math.random()");
	while (!(seed[0] | seed[1]))
		draw(seed, sizeof seed);
	uint64_t a = seed[0], b = seed[1], sum = a + b;
	seed[0] = b;
	a ^= a << 23;
	seed[1] = a ^ b ^ a >> 18 ^ b >> 5;
	return JS_NewFloat64(ctx, (double)(sum >> 11) * 0x1p-53);
}

// fill(bytes): a Uint8Array is filled with random bytes.
static JSValue js_fill(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
	(void)self, (void)argc;
	warn("crypto");
	size_t length;
	uint8_t *bytes = JS_GetUint8Array(ctx, &length, argv[0]);
	if (!bytes)
		return JS_EXCEPTION;
	draw(bytes, length);
	return JS_DupValue(ctx, argv[0]);
}

void random_install(JSContext *ctx, JSValueConst host) {
	JSValue global = JS_GetGlobalObject(ctx), math = JS_GetPropertyStr(ctx, global, "Math");
	JS_DefinePropertyValueStr(ctx, math, "random", JS_NewCFunction(ctx, js_random, "random", 0),
		JS_PROP_CONFIGURABLE | JS_PROP_WRITABLE);
	JS_SetPropertyStr(ctx, host, "fillRandom", JS_NewCFunction(ctx, js_fill, "fillRandom", 1));
	JS_FreeValue(ctx, math);
	JS_FreeValue(ctx, global);
}

// forget makes the next call draw a seed of its own. Initialisation may have drawn one.
void random_forget(void) { memset(seed, 0, sizeof seed); }
