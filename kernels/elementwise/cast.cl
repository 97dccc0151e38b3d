// y = x converted from T to R by way of TO. Floats become integers by cutting towards zero; what 64 bits do not hold
// saturates, narrower types keep the low bits. One work-item for every element, `count` of them. Bound by Elementwise.
#include "common/integers.h"

#define FLOAT 0    // rounded once
#define HALF 1     // a float that half precision holds
#define BFLOAT 2   // a float that bfloat16 holds
#define INTEGER 3
#define TRUTH 4    // everything but 0 is true

#ifndef TO
#define TO FLOAT // one of the above
#endif
#ifndef T
#define T float // element type of x
#endif
#ifndef R
#define R float // element type of y
#endif
#ifndef FROM_FLOAT
#define FROM_FLOAT 1 // whether T is float
#endif

// x to the nearest multiple of the last place that a format with `bits` significant bits and least exponent `least` has
// there, ties to even. Scaling by powers of two is exact.
DEVICE float rounded(float x, int bits, int least) {
    const int exponent = x == 0.0f ? least : ilogb(x);
    const int place = (exponent < least ? least : exponent) - bits + 1;
    return ldexp(rint(ldexp(x, -place)), place);
}

DEVICE float half_rounded(float x) {
    const float y = fabs(x) < 65536.0f ? rounded(x, 11, -14) : x;
    return y >= 65536.0f ? INFINITY : y <= -65536.0f ? -INFINITY : y;
}

DEVICE float bfloat_rounded(float x) {
    return fabs(x) < INFINITY ? rounded(x, 8, -126) : x;
}

DEVICE R converted(T x) {
#if TO == FLOAT
    return (R)x;
#elif TO == HALF
    return half_rounded((float)x);
#elif TO == BFLOAT
    return bfloat_rounded((float)x);
#elif TO == INTEGER && FROM_FLOAT
    return (R)cut(x);
#elif TO == INTEGER
    return (R)x;
#elif TO == TRUTH
    return x != 0;
#endif
}

__kernel void cast(__global const T *restrict x, __global R *restrict y, int count) {
    const size_t at = get_global_id(0);
    if (at >= (size_t)count) {
        return;
    }
    y[at] = converted(x[at]);
}
