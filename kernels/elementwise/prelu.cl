// y = x >= 0 ? x : slope*x; the slope broadcasts to x, integers wrap around. One work-item for every element: columns
// along axis 0 of the grid, rows along axis 1. Bound by Elementwise.
#include "common/broadcast.h"
#include "common/integers.h"

#ifndef T
#define T float // element type of all three
#endif
#ifndef INTEGER
#define INTEGER 0 // whether T is an integer type
#endif

#if INTEGER
#define TIMES(a, b) ((T)wrapped_product(a, b))
#else
#define TIMES(a, b) ((a) * (b))
#endif

__kernel void prelu(
    __global const T *restrict x, __global const T *restrict slope, __global T *restrict y, const Rows rows) {
    const size_t column = get_global_id(0);
    const size_t row = get_global_id(1);
    if (column >= (size_t)rows.columns || row >= (size_t)rows.rows) {
        return;
    }
    const T value = x[row_start(rows, 0, (int)row) + column * STEP_0];
    const T factor = slope[row_start(rows, 1, (int)row) + column * STEP_1];
    y[row * rows.columns + column] = value >= 0 ? value : TIMES(factor, value);
}
