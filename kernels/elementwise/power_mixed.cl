// y = a^b with numpy broadcasting where one of the two is an integer and the other a float; y has a's type. One
// work-item for every element: columns along axis 0 of the grid, rows along axis 1. Bound by Elementwise.
#include "common/broadcast.h"
#include "common/integers.h"

#ifndef T
#define T float // element type of a and y
#endif
#ifndef U
#define U int // element type of b
#endif
#ifndef CUT
#define CUT 0 // whether T is an integer type
#endif

// A power may be off by some last bits, which would cut 25 to 24.
#define NEARLY_EXACT (sizeof(real) == 8 ? (real)1e-14f : (real)1e-6f)

DEVICE T power(real a, real b) {
    // 1 to the power of what is no finite number is no number: b - b.
    const real y = fabs(a) != (real)1 || fabs(b) < (real)INFINITY ? pow(a, b) : b - b;
#if CUT
    const real whole = rint(y);
    return (T)cut(fabs(y - whole) <= fabs(y) * NEARLY_EXACT ? whole : y);
#else
    return (T)y;
#endif
}

__kernel void power_mixed(
    __global const T *restrict a, __global const U *restrict b, __global T *restrict y, const Rows rows) {
    const size_t column = get_global_id(0);
    const size_t row = get_global_id(1);
    if (column >= (size_t)rows.columns || row >= (size_t)rows.rows) {
        return;
    }
    const size_t first = row_start(rows, 0, (int)row);
    const size_t second = row_start(rows, 1, (int)row);
    y[row * rows.columns + column] = power((real)a[first + column * STEP_0], (real)b[second + column * STEP_1]);
}
