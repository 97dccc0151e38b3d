// y = FUNCTION(x) of integers, which wrap around, or truth values. One work-item for every element, `count` of them.
// Bound by Elementwise.
#include "common/integers.h"

#define ABS 0
#define NEG 1
#define SIGN 2
#define NOT 3

#ifndef FUNCTION
#define FUNCTION ABS // one of the above
#endif
#ifndef T
#define T int // element type of both
#endif

DEVICE long of(long x) {
#if FUNCTION == ABS
    return x < 0 ? wrapped_difference(0, x) : x;
#elif FUNCTION == NEG
    return wrapped_difference(0, x);
#elif FUNCTION == SIGN
    return x > 0 ? 1 : x < 0 ? -1 : 0;
#elif FUNCTION == NOT
    return x == 0;
#endif
}

__kernel void unary_integers(__global const T *restrict x, __global T *restrict y, int count) {
    const size_t at = get_global_id(0);
    if (at >= (size_t)count) {
        return;
    }
    y[at] = (T)of(x[at]);
}
