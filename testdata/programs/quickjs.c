// Evaluates the script on stdin with QuickJS-ng. print(...) writes a line; an exception is an exit code of 1.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "quickjs.h"

static JSValue print(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
	(void)self;
	for (int i = 0; i < argc; i++) {
		const char *text = JS_ToCString(ctx, argv[i]);
		if (!text)
			return JS_EXCEPTION;
		printf("%s%s", i ? " " : "", text);
		JS_FreeCString(ctx, text);
	}
	putchar('\n');
	return JS_UNDEFINED;
}

static char *read_all(size_t *size) {
	size_t room = 1 << 16, length = 0;
	char *text = malloc(room);
	while (text) {
		length += fread(text + length, 1, room - length - 1, stdin);
		if (length < room - 1)
			break;
		text = realloc(text, room *= 2);
	}
	if (text)
		text[length] = 0; // JS_Eval wants it
	*size = length;
	return text;
}

static void report(JSContext *ctx) {
	JSValue exception = JS_GetException(ctx);
	const char *text = JS_ToCString(ctx, exception);
	printf("exception: %s\n", text ? text : "?");
	JS_FreeCString(ctx, text);
	JS_FreeValue(ctx, exception);
}

int main(void) {
	size_t size;
	char *text = read_all(&size);
	JSRuntime *rt = JS_NewRuntime();
	JSContext *ctx = rt ? JS_NewContext(rt) : NULL;
	if (!text || !ctx)
		return 2;
	JSValue global = JS_GetGlobalObject(ctx);
	JS_SetPropertyStr(ctx, global, "print", JS_NewCFunction(ctx, print, "print", 1));
	JS_FreeValue(ctx, global);

	JSValue result = JS_Eval(ctx, text, size, "stdin", JS_EVAL_TYPE_GLOBAL);
	int failed = JS_IsException(result);
	if (failed)
		report(ctx);
	JS_FreeValue(ctx, result);
	JS_FreeContext(ctx);
	JS_FreeRuntime(rt);
	free(text);
	return failed;
}
