// The event loop: jobs of promises, then the next timer, until a promise is settled.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wasi/api.h>

#include "engine.h"

struct timer {
	uint32_t id;
	uint64_t due, every; // nanoseconds; every is 0 for a timer that fires once
	JSValue function;
	int argc;
	JSValue *arguments;
};

#define MAX_TIMERS 10000

static struct timer *timers; // in no order: there are few
static uint32_t count, room, last_id;

struct rejection {
	JSValue promise, reason;
};
static struct rejection *rejections;
static uint32_t rejected;

static uint64_t now(void) {
	__wasi_timestamp_t t = 0;
	(void)!__wasi_clock_time_get(__WASI_CLOCKID_MONOTONIC, 1, &t);
	return t;
}

static void sleep_until(uint64_t due) {
	uint64_t t = now();
	if (due <= t)
		return;
	__wasi_subscription_t wake = {0};
	__wasi_event_t event;
	__wasi_size_t events;
	wake.u.tag = __WASI_EVENTTYPE_CLOCK;
	wake.u.u.clock.id = __WASI_CLOCKID_MONOTONIC;
	wake.u.u.clock.timeout = due - t;
	(void)!__wasi_poll_oneoff(&wake, &event, 1, &events);
}

static void drop(JSContext *ctx, struct timer *t) {
	JS_FreeValue(ctx, t->function);
	for (int i = 0; i < t->argc; i++)
		JS_FreeValue(ctx, t->arguments[i]);
	free(t->arguments);
}

static struct timer *find(uint32_t id) {
	for (uint32_t i = 0; i < count; i++)
		if (timers[i].id == id)
			return &timers[i];
	return NULL;
}

static void clear(JSContext *ctx, uint32_t id) {
	struct timer *t = find(id);
	if (!t)
		return;
	struct timer gone = *t;
	*t = timers[--count];
	drop(ctx, &gone);
}

// setTimeout(function, delay, …arguments), and setInterval for repeat.
static JSValue set_timer(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv, int repeat) {
	(void)self;
	double delay = 0;
	if (!JS_IsFunction(ctx, argv[0]))
		return JS_ThrowTypeError(ctx, "%s: the first argument must be a function", repeat ? "setInterval" : "setTimeout");
	if (argc > 1 && JS_ToFloat64(ctx, &delay, argv[1]))
		return JS_EXCEPTION;
	if (!(delay >= 1))
		delay = 1;
	if (delay > 2147483647)
		delay = 2147483647;
	if (count == MAX_TIMERS)
		return JS_ThrowRangeError(ctx, "more than %d timers", MAX_TIMERS);
	if (count == room) {
		struct timer *grown = realloc(timers, (room * 2 + 4) * sizeof *timers);
		if (!grown)
			return JS_ThrowOutOfMemory(ctx);
		timers = grown;
		room = room * 2 + 4;
	}
	uint64_t nanoseconds = (uint64_t)(delay * 1e6);
	struct timer t = {.id = ++last_id, .due = now() + nanoseconds, .every = repeat ? nanoseconds : 0};
	t.argc = argc > 2 ? argc - 2 : 0;
	t.arguments = t.argc ? malloc(t.argc * sizeof(JSValue)) : NULL;
	if (t.argc && !t.arguments)
		return JS_ThrowOutOfMemory(ctx);
	for (int i = 0; i < t.argc; i++)
		t.arguments[i] = JS_DupValue(ctx, argv[i + 2]);
	t.function = JS_DupValue(ctx, argv[0]);
	timers[count++] = t;
	return JS_NewUint32(ctx, t.id);
}

static JSValue clear_timer(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
	(void)self;
	uint32_t id = 0;
	if (argc > 0 && JS_IsNumber(argv[0]) && !JS_ToUint32(ctx, &id, argv[0]))
		clear(ctx, id);
	return JS_UNDEFINED;
}

static void fire(JSContext *ctx, struct timer *due) {
	struct timer t = *due;
	if (t.every) {
		due->due = now() + t.every;
		t.function = JS_DupValue(ctx, t.function); // the callback may clear its own timer
		t.arguments = t.argc ? malloc(t.argc * sizeof(JSValue)) : NULL;
		if (t.argc && !t.arguments)
			t.argc = 0;
		for (int i = 0; i < t.argc; i++)
			t.arguments[i] = JS_DupValue(ctx, due->arguments[i]);
	} else {
		*due = timers[--count];
	}
	JSValue result = JS_Call(ctx, t.function, JS_UNDEFINED, t.argc, t.arguments);
	drop(ctx, &t);
	if (JS_IsException(result)) {
		JSValue error = JS_GetException(ctx);
		error_log(error, LEVEL_ERROR, "in a timer: ");
		JS_FreeValue(ctx, error);
	}
	JS_FreeValue(ctx, result);
}

static void run_jobs(void) {
	JSContext *ctx;
	int done;
	while ((done = JS_ExecutePendingJob(state.runtime, &ctx))) {
		if (done > 0)
			continue;
		JSValue error = JS_GetException(ctx);
		error_log(error, LEVEL_ERROR, "in a job: ");
		JS_FreeValue(ctx, error);
	}
}

static void tell_of_abort(JSContext *ctx) {
	if (!state.initialising && host_aborted())
		JS_FreeValue(ctx, JS_Call(ctx, state.signal_changed, JS_UNDEFINED, 0, NULL));
}

// too_late says that a timer fires behind the deadline, NULL that it does not. There is none while the module loads.
static const char *too_late(const struct timer *t) {
	static char why[128];
	uint64_t at = now();
	if (state.initialising || t->due <= at)
		return NULL;
	uint64_t wait = (t->due - at) / 1000000, left = (uint64_t)host_deadline_ms();
	if (wait <= left)
		return NULL;
	snprintf(why, sizeof why, "it waits for a timer of %llu ms, and %llu ms are left to the call",
		(unsigned long long)wait, (unsigned long long)left);
	return why;
}

const char *loop_until(JSValueConst promise) {
	for (;;) {
		run_jobs();
		if (JS_PromiseState(state.ctx, promise) != JS_PROMISE_PENDING)
			return NULL;
		if (!count)
			return "nothing is left that it waits for";
		struct timer *first = timers;
		for (uint32_t i = 1; i < count; i++)
			if (timers[i].due < first->due || (timers[i].due == first->due && timers[i].id < first->id))
				first = &timers[i];
		const char *why = too_late(first);
		if (why)
			return why;
		uint32_t id = first->id;
		sleep_until(first->due);
		tell_of_abort(state.ctx);
		if ((first = find(id))) // it may have been cleared
			fire(state.ctx, first);
	}
}

void loop_forget(void) {
	if (!count)
		return;
	const char warning[] = "a timer that was started while the module loaded never fires: calls begin after that";
	host_log(LEVEL_WARNING, warning, sizeof warning - 1);
	while (count)
		clear(state.ctx, timers[0].id);
}

void loop_track_rejection(JSContext *ctx, JSValueConst promise, JSValueConst reason, bool handled, void *opaque) {
	(void)opaque;
	if (!handled) {
		struct rejection *grown = realloc(rejections, (rejected + 1) * sizeof *rejections);
		if (!grown)
			return;
		rejections = grown;
		rejections[rejected++] = (struct rejection){JS_DupValue(ctx, promise), JS_DupValue(ctx, reason)};
		return;
	}
	for (uint32_t i = 0; i < rejected; i++) {
		if (!JS_IsStrictEqual(ctx, rejections[i].promise, promise))
			continue;
		struct rejection gone = rejections[i];
		rejections[i] = rejections[--rejected];
		JS_FreeValue(ctx, gone.promise);
		JS_FreeValue(ctx, gone.reason);
		return;
	}
}

void loop_log_rejections(void) {
	for (uint32_t i = 0; i < rejected; i++) {
		error_log(rejections[i].reason, LEVEL_WARNING, "a promise was rejected and nobody waited for it: ");
		JS_FreeValue(state.ctx, rejections[i].promise);
		JS_FreeValue(state.ctx, rejections[i].reason);
	}
	rejected = 0;
}

void loop_install(JSContext *ctx, JSValueConst global) {
	struct {
		const char *name;
		JSValue function;
	} all[] = {
		{"setTimeout", JS_NewCFunctionMagic(ctx, set_timer, "setTimeout", 2, JS_CFUNC_generic_magic, 0)},
		{"setInterval", JS_NewCFunctionMagic(ctx, set_timer, "setInterval", 2, JS_CFUNC_generic_magic, 1)},
		{"clearTimeout", JS_NewCFunction(ctx, clear_timer, "clearTimeout", 1)},
		{"clearInterval", JS_NewCFunction(ctx, clear_timer, "clearInterval", 1)},
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		JS_DefinePropertyValueStr(ctx, global, all[i].name, all[i].function, JS_PROP_CONFIGURABLE | JS_PROP_WRITABLE);
}
