// Compiles the prelude to bytecode, on the machine that builds the engine: compile SOURCE > HEADER.
#include <stdio.h>
#include <stdlib.h>

#include "quickjs.h"

int main(int argc, char **argv) {
	FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
	if (!file)
		return 2;
	static char source[4 << 20];
	size_t length = fread(source, 1, sizeof source - 1, file);
	JSContext *ctx = JS_NewContext(JS_NewRuntime());
	JSValue code = JS_Eval(ctx, source, length, "whowasm", JS_EVAL_TYPE_GLOBAL | JS_EVAL_FLAG_COMPILE_ONLY);
	if (JS_IsException(code)) {
		fprintf(stderr, "%s\n", JS_ToCString(ctx, JS_GetException(ctx)));
		return 1;
	}
	size_t size;
	uint8_t *bytes = JS_WriteObject(ctx, &size, code,
		JS_WRITE_OBJ_BYTECODE | JS_WRITE_OBJ_STRIP_SOURCE | JS_WRITE_OBJ_STRIP_DEBUG);
	printf("static const uint8_t prelude[] = {");
	for (size_t i = 0; i < size; i++)
		printf("%s%u,", i % 32 ? "" : "\n", bytes[i]);
	printf("\n};\n");
	return 0;
}
