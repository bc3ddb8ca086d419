// In place of the C library's strtod, which would bring arithmetic with 128 bits along. The build gives quickjs.c
// this name for it; JSON's numbers are all that it reads.
#include <stddef.h>
#include <stdint.h>

#include "dtoa.h"

double engine_strtod(const char *text, char **end) {
	JSATODTempMem memory;
	const char *behind;
	double value = js_atod(text, &behind, 10, 0, &memory);
	if (end)
		*end = (char *)behind;
	return value;
}
