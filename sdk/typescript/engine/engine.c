// The entry points: initialisation evaluates the prelude and the bundle, a call runs the callback that it registered.
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine.h"
#include "prelude.h" // the bytecode of the prelude, made by the build

// A joiner writes here where the bundle is. It lies behind the engine's own memory.
volatile struct {
	uint32_t address, length;
} whowasm_bundle;

struct state state;

// The native stack that one JavaScript call takes is many times its share of this one: see README.md.
#define STACK_LIMIT (40u << 10)

static struct text answer;

static _Noreturn void fail(const char *message) {
	fprintf(stderr, "%s\n", message);
	_exit(1);
}

// fail_with ends a load. The log has the stack, standard error the line "file:line:column: message".
static _Noreturn void fail_with(JSValue error) {
	struct text t = {0};
	error_log(error, LEVEL_ERROR, "loading: ");
	if (error_place(&t, error))
		text_puts(&t, ": ");
	error_name(&t, error);
	fail(t.bytes);
}

static JSValue exception(void) { return JS_GetException(state.ctx); }

// The parts of a bundle, in its order.
enum { FILE_NAME, SCRIPT, MAP, PARTS };
struct part {
	const char *bytes;
	uint32_t length;
};

static void read_bundle(struct part parts[PARTS]) {
	const char magic[] = "WHOJS1\n";
	const char *at = (const char *)whowasm_bundle.address, *end = at + whowasm_bundle.length;
	if (!whowasm_bundle.length)
		fail("no bundle: this is the engine alone, to which `whowasm build` joins a script");
	if (whowasm_bundle.length < sizeof magic - 1 || memcmp(at, magic, sizeof magic - 1))
		fail("the bundle does not begin with WHOJS1");
	at += sizeof magic - 1;
	for (int i = 0; i < PARTS; i++) {
		uint32_t length;
		if (end - at < 4 || (memcpy(&length, at, 4), length > (size_t)(end - at - 4)))
			fail("the bundle is cut off");
		parts[i] = (struct part){at + 4, length};
		at += 4 + length;
	}
}

static char *terminated(const char *bytes, size_t length) {
	char *copy = malloc(length + 1);
	if (!copy)
		fail("not enough memory for the bundle");
	memcpy(copy, bytes, length);
	copy[length] = 0;
	return copy;
}

// register(callback, receiver): the callback that says who is calling.
static JSValue js_register(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
	(void)self;
	if (!JS_IsFunction(ctx, argv[0]))
		return JS_ThrowTypeError(ctx, "identify must be a function");
	if (!state.initialising)
		return JS_ThrowTypeError(ctx, "identify is registered too late: do it while the module loads");
	JS_ThrowPlainError(ctx, "here");
	JSValue here = exception(), stack = JS_GetPropertyStr(ctx, here, "stack");
	const char *text = JS_ToCString(ctx, stack);
	struct text place = {0};
	if (!text || !error_first_place(&place, text))
		text_puts(&place, state.file);
	bool second = state.place[0] && strcmp(state.place, place.bytes);
	if (second)
		JS_ThrowTypeError(ctx, "two callbacks: identify is registered at %s and at %s", state.place, place.bytes);
	else
		snprintf(state.place, sizeof state.place, "%s", place.bytes);
	free(place.bytes);
	JS_FreeCString(ctx, text);
	JS_FreeValue(ctx, stack);
	JS_FreeValue(ctx, here);
	if (second)
		return JS_EXCEPTION;
	JS_FreeValue(ctx, state.callback);
	JS_FreeValue(ctx, state.receiver);
	state.callback = JS_DupValue(ctx, argv[0]);
	state.receiver = argc > 1 ? JS_DupValue(ctx, argv[1]) : JS_UNDEFINED;
	return JS_UNDEFINED;
}

// extra({signal, …}): the members of extra that the prelude makes.
static JSValue js_extra(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
	(void)self, (void)argc;
	state.signal = JS_GetPropertyStr(ctx, argv[0], "signal");
	state.signal_changed = JS_GetPropertyStr(ctx, argv[0], "changed");
	state.send_notification = JS_GetPropertyStr(ctx, argv[0], "sendNotification");
	state.send_request = JS_GetPropertyStr(ctx, argv[0], "sendRequest");
	state.url_getter = JS_GetPropertyStr(ctx, argv[0], "url");
	return JS_UNDEFINED;
}

static JSValue js_request_url(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
	(void)self, (void)argc, (void)argv;
	return JS_DupValue(ctx, state.request_url);
}

static void new_runtime(void) {
	state.runtime = JS_NewRuntime2(&memory_functions, NULL);
	state.ctx = state.runtime ? JS_NewContext(state.runtime) : NULL;
	if (!state.ctx)
		fail("not enough memory for JavaScript");
	JS_SetMaxStackSize(state.runtime, STACK_LIMIT);
	JS_SetGCThreshold(state.runtime, 8 << 20);
	JS_SetHostPromiseRejectionTracker(state.runtime, loop_track_rejection, NULL);
	state.callback = state.receiver = state.signal = state.signal_changed = JS_UNDEFINED;
	state.send_notification = state.send_request = state.url_getter = state.request_url = JS_UNDEFINED;
	state.object_prototype = JS_GetClassProto(state.ctx, 1); // JS_CLASS_OBJECT
}

// run_prelude gives the bundle its surroundings. The host object is gone when the prelude has read it.
static void run_prelude(void) {
	JSContext *ctx = state.ctx;
	JSValue global = JS_GetGlobalObject(ctx), host = JS_NewObject(ctx);
	host_install(ctx, host);
	random_install(ctx, host);
	crypto_install(ctx, host);
	loop_install(ctx, global);
	JS_SetPropertyStr(ctx, host, "register", JS_NewCFunction(ctx, js_register, "register", 1));
	JS_SetPropertyStr(ctx, host, "extra", JS_NewCFunction(ctx, js_extra, "extra", 1));
	JS_SetPropertyStr(ctx, host, "requestURL", JS_NewCFunction(ctx, js_request_url, "requestURL", 0));
	JS_SetPropertyStr(ctx, global, "__whowasm_host", host);
	JSValue code = JS_ReadObject(ctx, prelude, sizeof prelude, JS_READ_OBJ_BYTECODE);
	JSValue done = JS_IsException(code) ? code : JS_EvalFunction(ctx, code);
	if (JS_IsException(done))
		fail_with(exception());
	JS_FreeValue(ctx, done);
	JS_FreeValue(ctx, global);
}

static void run_bundle(void) {
	struct part parts[PARTS];
	read_bundle(parts);
	state.file = terminated(parts[FILE_NAME].bytes, parts[FILE_NAME].length);
	state.map = parts[MAP].bytes;
	state.map_length = parts[MAP].length;
	char *script = terminated(parts[SCRIPT].bytes, parts[SCRIPT].length);
	JSValue done = JS_Eval(state.ctx, script, parts[SCRIPT].length, state.file, JS_EVAL_TYPE_MODULE);
	free(script);
	if (JS_IsException(done))
		fail_with(exception());
	const char *why = loop_until(done);
	if (why) {
		struct text t = {0};
		text_printf(&t, "the module never finishes loading: %s", why);
		fail(t.bytes);
	}
	if (JS_PromiseState(state.ctx, done) == JS_PROMISE_REJECTED)
		fail_with(JS_PromiseResult(state.ctx, done));
	JS_FreeValue(state.ctx, done);
	if (JS_IsUndefined(state.callback))
		fail("no identify callback: export default identify, or call track(server, projectId, { identify })");
}

static const char specimen[] =
	"{\"request\":{\"method\":\"tools/call\",\"params\":{\"name\":\"\",\"arguments\":{},\"_meta\":{}}},"
	"\"extra\":{\"authInfo\":{\"token\":\"\",\"clientId\":\"\",\"scopes\":[],\"expiresAt\":0,\"extra\":{}},"
	"\"sessionId\":\"\","
	"\"requestId\":0,\"_meta\":{},\"requestInfo\":{\"headers\":{"
	"\"user-agent\":\"\",\"authorization\":\"\",\"accept\":\"\","
	"\"content-type\":\"\"},\"method\":\"\",\"url\":\"\"},\"signal\":{\"aborted\":false}},"
	"\"context\":{\"session\":{\"client_params\":{\"protocolVersion\":\"\","
	"\"clientInfo\":{\"name\":\"\",\"version\":\"\"}}},"
	"\"lifespan_context\":{}}}";

// initialize is the last thing that the C library's _initialize does.
__attribute__((constructor)) static void initialize(void) {
	state.initialising = true;
	new_runtime();
	run_prelude();
	run_bundle();
	loop_log_rejections();
	loop_forget();
	random_forget();
	state.specimen = JS_ParseJSON(state.ctx, specimen, sizeof specimen - 1, "specimen");
	JS_RunGC(state.runtime);
	state.initialising = false;
	memory_seal();
}

__attribute__((export_name("whowasm_alloc"))) void *allocate(uint32_t size) {
	return malloc((size_t)size + 1); // JS_ParseJSON wants a zero behind
}

static void define(JSContext *ctx, JSValueConst object, const char *name, JSValueConst value) {
	JS_DefinePropertyValueStr(ctx, object, name, JS_DupValue(ctx, value), JS_PROP_C_W_E);
}

// complete_extra adds to extra what JSON cannot hold.
static void complete_extra(JSContext *ctx, JSValueConst extra) {
	define(ctx, extra, "signal", state.signal);
	define(ctx, extra, "sendNotification", state.send_notification);
	define(ctx, extra, "sendRequest", state.send_request);
	JSValue info = JS_GetPropertyStr(ctx, extra, "requestInfo");
	if (JS_IsObject(info)) {
		state.request_url = JS_GetPropertyStr(ctx, info, "url");
		if (JS_IsString(state.request_url)) {
			JSAtom name = JS_NewAtom(ctx, "url");
			JS_DefineProperty(ctx, info, name, JS_UNDEFINED, state.url_getter, JS_UNDEFINED,
				JS_PROP_HAS_GET | JS_PROP_HAS_CONFIGURABLE | JS_PROP_CONFIGURABLE |
				JS_PROP_HAS_ENUMERABLE | JS_PROP_ENUMERABLE);
			JS_FreeAtom(ctx, name);
		}
	}
	JS_FreeValue(ctx, info);
}

// settled returns the promise of a result, which may be one, or an object with a method then, or neither.
static JSValue settled(JSContext *ctx, JSValue result) {
	if (JS_IsPromise(result))
		return result;
	JSValue resolve[2], promise = JS_NewPromiseCapability(ctx, resolve);
	if (JS_IsException(promise))
		return promise;
	JSValue done = JS_Call(ctx, resolve[0], JS_UNDEFINED, 1, &result);
	JS_FreeValue(ctx, resolve[0]);
	JS_FreeValue(ctx, resolve[1]);
	JS_FreeValue(ctx, result);
	JS_FreeValue(ctx, done);
	return promise;
}

#define MAX_ERROR 4096 // bytes of a message in an answer

static void refuse(const char *bytes, size_t length) {
	answer.length = 0;
	if (length > MAX_ERROR)
		for (length = MAX_ERROR; (bytes[length] & 0xc0) == 0x80;)
			length--; // not within a character
	text_puts(&answer, "{\"error\":");
	text_json(&answer, bytes, length);
	text_puts(&answer, "}");
}

static void refuse_with(JSValue error) {
	struct text t = {0};
	error_log(error, LEVEL_ERROR, "");
	error_describe(&t, error);
	refuse(t.bytes, t.length);
	free(t.bytes);
	JS_FreeValue(state.ctx, error);
}

static void answer_with(JSValueConst result) {
	if (answer_identity(&answer, result))
		return;
	if (JS_HasException(state.ctx)) {
		refuse_with(exception());
		return;
	}
	struct text why = answer;
	answer = (struct text){0};
	refuse(why.bytes, why.length);
	free(why.bytes);
}

static void call(JSContext *ctx, JSValueConst input) {
	JSValue arguments[] = {
		JS_GetPropertyStr(ctx, input, "request"),
		JS_GetPropertyStr(ctx, input, "extra"),
		JS_GetPropertyStr(ctx, input, "context"),
	};
	if (!JS_IsObject(arguments[1]))
		arguments[1] = JS_NewObject(ctx);
	complete_extra(ctx, arguments[1]);
	JSValue result = JS_Call(ctx, state.callback, state.receiver, 3, arguments);
	for (int i = 0; i < 3; i++)
		JS_FreeValue(ctx, arguments[i]);
	if (!JS_IsException(result) && JS_IsObject(result))
		result = settled(ctx, result);
	if (JS_IsException(result)) {
		refuse_with(exception());
		return;
	}
	const char *why;
	if (!JS_IsPromise(result)) {
		answer_with(result);
	} else if ((why = loop_until(result))) {
		struct text t = {0};
		text_printf(&t, "the promise of identify never settles: %s", why);
		refuse(t.bytes, t.length);
	} else if (JS_PromiseState(ctx, result) == JS_PROMISE_REJECTED) {
		JS_PromiseMarkAsHandled(ctx, result);
		loop_track_rejection(ctx, result, JS_UNDEFINED, true, NULL);
		refuse_with(JS_PromiseResult(ctx, result));
	} else {
		JSValue value = JS_PromiseResult(ctx, result);
		answer_with(value);
		JS_FreeValue(ctx, value);
	}
	JS_FreeValue(ctx, result);
}

__attribute__((export_name("identify"))) uint64_t identify(char *input, uint32_t length) {
	input[length] = 0;
	answer.length = 0;
	JSValue parsed = JS_ParseJSON(state.ctx, input, length, "input");
	if (JS_IsException(parsed))
		refuse_with(exception());
	else
		call(state.ctx, parsed);
	JS_FreeValue(state.ctx, parsed);
	free(input);
	loop_log_rejections();
	return (uint64_t)(uintptr_t)answer.bytes << 32 | answer.length;
}
