/* What the stand-in for libcuda.so.1 tells and takes, besides the driver's own functions. */
#ifndef STANDIN_H
#define STANDIN_H

#ifdef __cplusplus
extern "C" {
#endif

/* The sentence behind the last error of any thread: what was wrong, in which kernel, line, thread, at which address.
   Empty if there was none; valid until this thread asks again. */
const char *standin_last_refusal(void);

/* `launches` and `instructions` that ran and `calls` of the driver since the last reset; `contexts`, `modules`,
   `streams`, `events`, `allocations`, `bytes` (of allocations), `pinned` (host allocations) and `graphs` that live; `pending`
   operations that wait in streams; `pageable` asynchronous copies from or to memory that is not pinned, which are
   therefore not asynchronous. -1 if there is no such counter. */
long long standin_count(const char *what);

/* The nth call from now on (1: the next) returns `error`, and does nothing. `call` is the name of a function, with or
   without _v2, or one of `allocation`, `launch`, `copy`, `synchronise`, `any`. An error that real devices do not
   recover from (700, 719, 999, ...) stays with the context. More may be planned at once. */
void standin_fail(const char *call, int nth, int error);

/* Forgets planned failures and the last refusal, and counts from 0. */
void standin_reset(void);

#ifdef __cplusplus
}
#endif
#endif
