// What the files of the engine share. See README.md for what each does.
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "quickjs.h"

#define CALL_ROOM (256u << 10) // bytes that a call can allocate before memory has to grow

enum level { LEVEL_DEBUG, LEVEL_INFO, LEVEL_WARNING, LEVEL_ERROR };

// A state is what the engine keeps. Initialisation fills it; each call starts from a copy.
struct state {
	JSRuntime *runtime;
	JSContext *ctx;
	const char *file; // the bundle's name, for messages
	const char *map;  // the source map, map_length bytes of JSON
	uint32_t map_length;
	bool initialising;

	JSValue callback, receiver;                        // identify, and what it is called on
	char place[256];                                   // where it was registered
	JSValue signal, send_notification, send_request;   // members of extra, made once
	JSValue url_getter, request_url;                   // requestInfo.url becomes a URL when it is read
	JSValue signal_changed;                            // fires "abort" on the signal
	JSValue object_prototype;
	JSValue specimen; // a parsed input that is kept, so that the names and shapes of inputs are there
};
extern struct state state;

// memory.c
extern const JSMallocFunctions memory_functions;
void memory_seal(void);

// A text is a string that grows. It is valid until the next call.
struct text {
	char *bytes;
	size_t length, room;
};
void text_add(struct text *t, const char *bytes, size_t length);
void text_puts(struct text *t, const char *string);
void text_printf(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool text_json(struct text *t, const char *utf8, size_t length); // false: a half of a surrogate pair was replaced

// error.c
void error_name(struct text *t, JSValueConst error);     // "TypeError: message"
bool error_place(struct text *t, JSValueConst error);    // "identify.ts:3:5"; false: it has none
void error_describe(struct text *t, JSValueConst error); // "TypeError: message (identify.ts:3:5)"
void error_log(JSValueConst error, enum level level, const char *before); // the same, and the stack
void error_map_stack(struct text *t, const char *stack);
bool error_first_place(struct text *t, const char *stack);

// host.c
void host_log(enum level level, const char *message, size_t length);
void host_install(JSContext *ctx, JSValueConst object);
bool host_aborted(void);
int64_t host_deadline_ms(void); // what is left to this call

// random.c
void random_install(JSContext *ctx, JSValueConst host);
void random_forget(void);

// crypto.c
void crypto_install(JSContext *ctx, JSValueConst host);

// loop.c
void loop_install(JSContext *ctx, JSValueConst global);
// loop_until runs jobs and timers until a promise is settled, and returns NULL. Otherwise it says why that will not be:
// it waits for nothing, or for a timer behind the deadline.
const char *loop_until(JSValueConst promise);
void loop_forget(void); // the timers that initialisation left
void loop_track_rejection(JSContext *ctx, JSValueConst promise, JSValueConst reason, bool handled, void *opaque);
void loop_log_rejections(void);

// answer.c
bool answer_identity(struct text *t, JSValueConst result); // false: t holds what is wrong with it
