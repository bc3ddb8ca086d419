// Runs the SQL on stdin on a database in memory, and prints the rows with | between their columns.
#include <stdio.h>
#include <stdlib.h>

#include "sqlite3.h"

static int print_row(void *unused, int columns, char **values, char **names) {
	(void)unused, (void)names;
	for (int i = 0; i < columns; i++)
		printf("%s%s", i ? "|" : "", values[i] ? values[i] : "NULL");
	putchar('\n');
	return 0;
}

static int no_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
	(void)vfs, (void)name, (void)file, (void)flags, (void)out;
	return SQLITE_CANTOPEN;
}

static int full_path(sqlite3_vfs *vfs, const char *name, int size, char *out) {
	(void)vfs;
	snprintf(out, size, "%s", name);
	return SQLITE_OK;
}

// Not random, so that every run is the same.
static int randomness(sqlite3_vfs *vfs, int size, char *out) {
	(void)vfs;
	for (int i = 0; i < size; i++)
		out[i] = (char)(i * 37);
	return size;
}

static int now(sqlite3_vfs *vfs, double *time) {
	(void)vfs;
	*time = 2460000.5;
	return SQLITE_OK;
}

static sqlite3_vfs nowhere = {.iVersion = 1, .szOsFile = sizeof(sqlite3_file), .mxPathname = 64, .zName = "nowhere",
	.xOpen = no_file, .xFullPathname = full_path, .xRandomness = randomness, .xCurrentTime = now};

// The library is built without a system of its own (SQLITE_OS_OTHER) and takes this one, which has no files.
int sqlite3_os_init(void) { return sqlite3_vfs_register(&nowhere, 1); }
int sqlite3_os_end(void) { return SQLITE_OK; }

int main(void) {
	static char sql[1 << 16];
	sql[fread(sql, 1, sizeof sql - 1, stdin)] = 0;
	sqlite3 *db;
	char *problem = NULL;
	if (sqlite3_open(":memory:", &db)) {
		puts("the database cannot be opened");
		return 2;
	}
	int code = sqlite3_exec(db, sql, print_row, NULL, &problem);
	if (code)
		printf("error %d: %s\n", code, problem ? problem : "?");
	sqlite3_close(db);
	return code != 0;
}
