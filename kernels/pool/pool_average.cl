// y = mean of each window of x [n, c, spatial...], or with NORM the P-th root of the sum of |x|^P; 0 where a window sees
// nothing. One work-item for every result: the last spatial axis along axis 0 of the grid, the others along axis 1, planes
// along axis 2. Bound by Pools.
#include "pool/window.h"

#ifndef NORM
#define NORM 0 // whether y is a norm
#endif
#ifndef P
#define P 2 // which one
#endif
#ifndef PADDING
#define PADDING 0 // whether positions in the padding count in the mean
#endif

#if NORM
DEVICE real term(float x) {
    real power = (real)1;
    for (int i = 0; i < P; i++) {
        power *= fabs((real)x);
    }
    return power;
}
#else
#define term(x) (x)
#endif

__kernel void pool_average(__global const float *restrict x, __global float *restrict y, const Window window) {
    const size_t column = get_global_id(0);
    const size_t row = get_global_id(1);
    const size_t plane = get_global_id(2);
    const size_t rows = (size_t)window.out[0] * window.out[1];
    if (column >= (size_t)window.out[2] || row >= rows || plane >= (size_t)window.planes) {
        return;
    }
    const Taps taps = taps_at(window, (int)row / window.out[1], (int)row % window.out[1], (int)column);
    const size_t start = plane * window.in[0] * window.in[1] * window.in[2];
    real sum = (real)0;
    for (int i = taps.first[0]; i < taps.end[0]; i++) {
        for (int j = taps.first[1]; j < taps.end[1]; j++) {
            const size_t line = start + (size_t)(TAP_AT(0, i) * window.in[1] + TAP_AT(1, j)) * window.in[2];
            for (int k = taps.first[2]; k < taps.end[2]; k++) {
                sum += term(x[line + TAP_AT(2, k)]);
            }
        }
    }
    const size_t at = (plane * rows + row) * window.out[2] + column;
#if NORM
    y[at] = (float)pow(sum, (real)1 / (real)P);
#else
    real count = (real)1;
    for (int axis = 0; axis < 3; axis++) {
#if PADDING
        count *= (real)padded_taps(window, axis, taps.begin[axis]);
#else
        count *= (real)(taps.end[axis] > taps.first[axis] ? taps.end[axis] - taps.first[axis] : 0);
#endif
    }
    y[at] = count == (real)0 ? 0.0f : (float)(sum / count);
#endif
}
