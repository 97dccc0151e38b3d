// y = (x - mean)*inverse deviation*scale + bias, where scale, bias and the pairs in `moments` broadcast to x, in this
// order. One work-item for every element: columns along axis 0 of the grid, rows along axis 1. Bound by Norms.
#include "common/broadcast.h"

#ifndef BIAS
#define BIAS 1 // whether there is a bias
#endif

__kernel void normalization(
    __global const float *restrict x,
    __global const float *restrict scale,
#if BIAS
    __global const float *restrict bias,
#endif
    __global const real *restrict moments,
    __global float *restrict y,
    const Rows rows) {
    const size_t column = get_global_id(0);
    const size_t row = get_global_id(1);
    if (column >= (size_t)rows.columns || row >= (size_t)rows.rows) {
        return;
    }
    const size_t at = row * rows.columns + column;
    const size_t pair = 2 * (row_start(rows, 2, (int)row) + column * STEP_2);
    const float normal = (float)(((real)x[at] - moments[pair]) * moments[pair + 1]);
#if BIAS
    const float shift = bias[row_start(rows, 1, (int)row) + column * STEP_1];
#else
    const float shift = 0.0f;
#endif
    y[at] = normal * scale[row_start(rows, 0, (int)row) + column * STEP_0] + shift;
}
