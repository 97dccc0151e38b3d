// y = exp(x - max)/sum, or its logarithm, along the middle axis of x [outer, length, inner]. GROUP work-items for each of
// the `rows` = outer*inner rows. Bound by Reductions.
#include "common/tree.h"

#ifndef LOG
#define LOG 0 // whether the logarithm is wanted
#endif

// NaN wins.
#define GREATER(a, b) ((a) > (b) || (a) != (a) ? (a) : (b))
#define SUM(a, b) ((a) + (b))

__kernel void softmax(__global const float *restrict x, __global float *restrict y, int rows, int length, int inner) {
    TREE(float, peaks);
    TREE(real, sums);
    const size_t row = ROW;
    if (row >= (size_t)rows) {
        return;
    }
    const size_t start = row / inner * length * inner + row % inner;
    float peak = -INFINITY;
    for (int j = ITEM; j < length; j += GROUP) {
        const float value = x[start + (size_t)j * inner];
        peak = GREATER(value, peak);
    }
    JOINED(peaks, peak, GREATER);
    real sum = (real)0;
    for (int j = ITEM; j < length; j += GROUP) {
        sum += exp(x[start + (size_t)j * inner] - peak);
    }
    JOINED(sums, sum, SUM);
#if LOG
    const real shift = log(sum);
#endif
    for (int j = ITEM; j < length; j += GROUP) {
        const size_t at = start + (size_t)j * inner;
#if LOG
        y[at] = (float)((real)(x[at] - peak) - shift);
#else
        y[at] = (float)(exp(x[at] - peak) / sum);
#endif
    }
}
