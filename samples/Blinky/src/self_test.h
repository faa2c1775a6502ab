/* What must work before new firmware may call itself good. */
#ifndef SELF_TEST_H
#define SELF_TEST_H

/* Runs all checks: 0 when they pass, else the number of the first that fails. */
int self_test(void);

/* How many checks there are. */
int self_test_count(void);

const char *self_test_name(int check);

#endif
