/* The steps of the schema, embedded at build time from NNN.sql. Step n takes a store from
 * user_version n to n + 1 and sets it itself. */
#ifndef DB_SCHEMA_SCHEMA_H
#define DB_SCHEMA_SCHEMA_H

#define SCHEMA_STEPS 3
#define SCHEMA_APPLICATION_ID 0x6D74646B /* "mtdk" */
#define SCHEMA_TRAINING_ID 0x6D746474    /* "mtdt" */

extern const char *const schema_steps[SCHEMA_STEPS];

#endif
