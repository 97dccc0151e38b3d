// y = FUNCTION(x) of floats; questions give truth values. One work-item for every element, `count` of them. Bound by
// Elementwise.
#include "common/erf.h"
#include "common/quarters.h"

#define ABS 0
#define NEG 1
#define SIGN 2 // of NaN it is NaN
#define CEIL 3
#define FLOOR 4
#define ROUND 5 // ties to even
#define SQRT 6
#define RECIPROCAL 7
#define EXP 8
#define LOG 9
#define ERF 10
#define SIN 11
#define COS 12
#define TAN 13
#define ASIN 14
#define ACOS 15
#define ATAN 16
#define SINH 17
#define COSH 18
#define ASINH 19
#define ACOSH 20
#define ATANH 21
#define IS_NAN 22
#define IS_INF 23
#define IS_POSITIVE_INF 24
#define IS_NEGATIVE_INF 25

#ifndef FUNCTION
#define FUNCTION ABS // one of the above
#endif
#ifndef R
#define R float // element type of y
#endif

DEVICE R of(float x) {
#if FUNCTION == ABS
    return fabs(x);
#elif FUNCTION == NEG
    return -x;
#elif FUNCTION == SIGN
    return x > 0.0f ? 1.0f : x < 0.0f ? -1.0f : x;
#elif FUNCTION == CEIL
    return ceil(x);
#elif FUNCTION == FLOOR
    return floor(x);
#elif FUNCTION == ROUND
    return rint(x);
#elif FUNCTION == SQRT
    return sqrt(x);
#elif FUNCTION == RECIPROCAL
    return 1.0f / x;
#elif FUNCTION == EXP
    return exp(x);
#elif FUNCTION == LOG
    return log(x);
#elif FUNCTION == ERF
    return error_function(x);
#elif FUNCTION == SIN
    return sine_of(quarters_of(x), 0);
#elif FUNCTION == COS
    return sine_of(quarters_of(x), 1);
#elif FUNCTION == TAN
    return sine_of(quarters_of(x), 0) / sine_of(quarters_of(x), 1);
#elif FUNCTION == ASIN
    return asin(x);
#elif FUNCTION == ACOS
    return acos(x);
#elif FUNCTION == ATAN
    return atan(x);
#elif FUNCTION == SINH
    return sinh(x);
#elif FUNCTION == COSH
    return cosh(x);
#elif FUNCTION == ASINH
    return asinh(x);
#elif FUNCTION == ACOSH
    return acosh(x);
#elif FUNCTION == ATANH
    return atanh(x);
#elif FUNCTION == IS_NAN
    return x != x;
#elif FUNCTION == IS_INF
    return fabs(x) == INFINITY;
#elif FUNCTION == IS_POSITIVE_INF
    return x == INFINITY;
#elif FUNCTION == IS_NEGATIVE_INF
    return x == -INFINITY;
#endif
}

__kernel void unary(__global const float *restrict x, __global R *restrict y, int count) {
    const size_t at = get_global_id(0);
    if (at >= (size_t)count) {
        return;
    }
    y[at] = of(x[at]);
}
