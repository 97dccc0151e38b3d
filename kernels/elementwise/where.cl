// y = condition ? a : b with numpy broadcasting; elements of one size are copied alike. One work-item for every
// element: columns along axis 0 of the grid, rows along axis 1. Bound by Elementwise.
#include "common/broadcast.h"

#ifndef T
#define T int // a type of the elements' size
#endif

__kernel void where(
    __global const uchar *restrict condition,
    __global const T *restrict a,
    __global const T *restrict b,
    __global T *restrict y,
    const Rows rows) {
    const size_t column = get_global_id(0);
    const size_t row = get_global_id(1);
    if (column >= (size_t)rows.columns || row >= (size_t)rows.rows) {
        return;
    }
    const size_t asked = row_start(rows, 0, (int)row);
    const size_t first = row_start(rows, 1, (int)row);
    const size_t second = row_start(rows, 2, (int)row);
    y[row * rows.columns + column] =
        condition[asked + column * STEP_0] ? a[first + column * STEP_1] : b[second + column * STEP_2];
}
