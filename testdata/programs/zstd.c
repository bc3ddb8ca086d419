// Compresses stdin in memory at three levels, decompresses it again, and prints the sizes and a checksum (FNV-1a).
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zstd.h"

static const size_t room = 16 << 20;

static uint64_t checksum(const unsigned char *data, size_t size) {
	uint64_t sum = 0xcbf29ce484222325;
	for (size_t i = 0; i < size; i++)
		sum = (sum ^ data[i]) * 0x100000001b3;
	return sum;
}

int main(void) {
	unsigned char *text = malloc(room), *packed = malloc(ZSTD_compressBound(room)), *back = malloc(room);
	if (!text || !packed || !back)
		return 2;
	size_t size = fread(text, 1, room, stdin);
	int levels[] = {1, 3, 6};
	for (int i = 0; i < 3; i++) {
		size_t small = ZSTD_compress(packed, ZSTD_compressBound(room), text, size, levels[i]);
		if (ZSTD_isError(small)) {
			printf("level %d: %s\n", levels[i], ZSTD_getErrorName(small));
			return 1;
		}
		size_t again = ZSTD_decompress(back, room, packed, small);
		if (ZSTD_isError(again) || again != size || memcmp(text, back, size)) {
			printf("level %d: what comes back is something else\n", levels[i]);
			return 1;
		}
		printf("level %d: %zu bytes, %zu compressed, checksum %016llx\n", levels[i], size, small,
			(unsigned long long)checksum(packed, small));
	}
	return 0;
}
