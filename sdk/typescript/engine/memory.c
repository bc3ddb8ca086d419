// The allocator. After each call the host puts back every page that the call wrote: a call's cost grows with the pages
// that it touches and not with what it allocates. Hence two rules:
//   - A call allocates from pages of its own, one block behind the other: memory_seal() begins a fresh page.
//   - A block from before memory_seal() is never reused: freeing it would write to a page that is otherwise untouched.
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"

// A block is a word with its size class and then its bytes, which begin at a multiple of 8.
#define WORD 4u
#define PAGE 4096u
#define WASM_PAGE 65536u
#define SMALL_CLASSES 64u // of 8, 16, … 512 bytes together with the word; above, four classes to a power of two
#define CLASSES (SMALL_CLASSES + 4 * 23)

extern char __heap_base, __heap_end;

static uintptr_t next, end;       // what is left of the region that blocks are cut from
static uintptr_t sealed;          // blocks below are not reused
static uintptr_t free_list[CLASSES]; // the first free block's bytes, which hold the address of the next one's

static uint32_t class_of(uint32_t size) {
	if (size <= 8 * SMALL_CLASSES)
		return (size + 7) / 8 - 1;
	uint32_t power = 31 - __builtin_clz(size - 1); // 512 < size, 2^power < size <= 2^(power+1)
	return SMALL_CLASSES + 4 * (power - 9) + ((size - 1) >> (power - 2)) - 4;
}

static uint32_t size_of(uint32_t class) {
	if (class < SMALL_CLASSES)
		return 8 * (class + 1);
	uint32_t above = class - SMALL_CLASSES;
	return (5 + above % 4) << (above / 4 + 7);
}

static uint32_t *word(const void *block) { return (uint32_t *)((uintptr_t)block - WORD); }

static void put_free(uintptr_t block, uint32_t class) {
	*word((void *)block) = class;
	*(uintptr_t *)block = free_list[class];
	free_list[class] = block;
}

// grow adds a region of memory that has room for a block. What is left of the last one is lost if they do not meet.
static int grow(uint32_t size) {
	if (!end) { // the first one: up to the module's own end, behind which a bundle may lie
		next = ((uintptr_t)&__heap_base + 7) / 8 * 8 + 8 - WORD;
		end = (uintptr_t)&__heap_end;
		if (size <= end - next)
			return 1;
	}
	uint32_t pages = (size + 2 * WORD + WASM_PAGE - 1) / WASM_PAGE;
	size_t from = __builtin_wasm_memory_grow(0, pages);
	if (from == (size_t)-1)
		return 0;
	if (from * WASM_PAGE != end)
		next = from * WASM_PAGE + 8 - WORD;
	end = (from + pages) * WASM_PAGE;
	if (!end)
		end = -WASM_PAGE;
	return 1;
}

// take_larger finds a free block of a larger class when memory is full.
static void *take_larger(uint32_t class) {
	for (uint32_t c = class + 1; c < CLASSES; c++) {
		if (!free_list[c])
			continue;
		uintptr_t block = free_list[c];
		free_list[c] = *(uintptr_t *)block;
		uint32_t left = size_of(c) - size_of(class);
		*word((void *)block) = class;
		while (left >= 16) { // cut into classes that fit
			uint32_t rest = class_of(left + 1) - 1;
			uintptr_t at = block + size_of(class) + (size_of(c) - size_of(class) - left);
			put_free(at, rest);
			left -= size_of(rest);
		}
		return (void *)block;
	}
	return NULL;
}

void *malloc(size_t bytes) {
	if (bytes > 0x70000000)
		return NULL;
	uint32_t class = class_of(bytes < 8 ? 8 + WORD : bytes + WORD), size = size_of(class);
	uintptr_t block = free_list[class];
	if (block) {
		free_list[class] = *(uintptr_t *)block;
		return (void *)block;
	}
	if (size > end - next && !grow(size))
		return take_larger(class);
	block = next + WORD;
	next += size;
	*word((void *)block) = class;
	return (void *)block;
}

void free(void *block) {
	if ((uintptr_t)block >= sealed && block)
		put_free((uintptr_t)block, *word(block));
}

size_t malloc_usable_size(void *block) { return block ? size_of(*word(block)) - WORD : 0; }

void *calloc(size_t count, size_t size) {
	size_t bytes;
	if (__builtin_mul_overflow(count, size, &bytes))
		return NULL;
	void *block = malloc(bytes);
	return block ? memset(block, 0, bytes) : NULL;
}

void *realloc(void *old, size_t bytes) {
	if (!old)
		return malloc(bytes);
	size_t room = malloc_usable_size(old);
	if (bytes <= room && bytes >= room / 2)
		return old;
	if ((uintptr_t)old + room == next && bytes > room && bytes < 0x70000000) { // the last block grows where it is
		uint32_t class = class_of(bytes + WORD), more = size_of(class) - WORD - room;
		if (more <= end - next) {
			next += more;
			*word(old) = class;
			return old;
		}
	}
	void *block = malloc(bytes);
	if (!block)
		return bytes <= room ? old : NULL;
	memcpy(block, old, bytes < room ? bytes : room);
	free(old);
	return block;
}

void *aligned_alloc(size_t alignment, size_t bytes) { return alignment <= 8 ? malloc(bytes) : NULL; }

int posix_memalign(void **block, size_t alignment, size_t bytes) {
	*block = aligned_alloc(alignment, bytes);
	return *block ? 0 : ENOMEM;
}

// memory_seal ends initialisation: calls find a fresh page, and room for most of what they do without growing.
void memory_seal(void) {
	memset(free_list, 0, sizeof free_list);
	uintptr_t fresh = (next + PAGE - 1) / PAGE * PAGE + 8 - WORD;
	next = fresh < end ? fresh : end;
	if (end - next < CALL_ROOM)
		grow(CALL_ROOM);
	sealed = next;
}

static void *for_calloc(void *opaque, size_t count, size_t size) { (void)opaque; return calloc(count, size); }
static void *for_malloc(void *opaque, size_t size) { (void)opaque; return malloc(size); }
static void for_free(void *opaque, void *block) { (void)opaque; free(block); }
static void *for_realloc(void *opaque, void *block, size_t size) { (void)opaque; return realloc(block, size); }
static size_t for_usable(const void *block) { return malloc_usable_size((void *)block); }

const JSMallocFunctions memory_functions = {for_calloc, for_malloc, for_free, for_realloc, for_usable};
