/* A disk whose power can fail: every write, truncation, flush, creation and removal that the program makes
 * under one folder is recorded, and from the record any state is made in which a power failure could have
 * left the disk.
 *
 * What was flushed is there. Of the rest, any part may be: each write whole, torn at 512 bytes, as length
 * only, or not at all, in any order; each new or removed name likewise until the folder was flushed. That
 * is less than ext4 promises and no more than POSIX does.
 *
 * The recording works by standing in for the system calls of the C library in this program, so that it
 * sees what SQLite really does, flushes of folders included. Flushes cost nothing here: none reaches the
 * real disk, during the recording or after it. */
#ifndef TESTS_DISK_H
#define TESTS_DISK_H

#include <stdbool.h>
#include <stddef.h>

/* Record what happens to the files of this folder (absolute, without links); lock files are let be. */
void disk_record(const char *folder);
void disk_stop(void);
void disk_forget(void);

/* Something was acknowledged now. */
void disk_mark(void);

/* Walk through the record: the place is before its first step, and moves on by one. */
void disk_rewind(void);
bool disk_next(void);
/* The marks before the place, and the steps of the whole record. */
size_t disk_marks(void);
size_t disk_steps(void);

/* Make the disk as a power failure at this place may leave it: files in `folder` are written, or removed. */
void disk_fail(const char *folder, unsigned *seed);
/* The same without a failure: all is there. */
void disk_settle(const char *folder);

#endif
