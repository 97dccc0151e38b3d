// y = greatest of each window of x [n, c, spatial...], and the index in x of the first such; LOWEST and -1 where a window
// sees nothing. One work-item for every result: the last spatial axis along axis 0 of the grid, the others along axis 1,
// planes along axis 2. Bound by Pools.
#include "pool/window.h"

#ifndef T
#define T float // element type of x and y
#endif
#ifndef FLOATS
#define FLOATS 1 // whether T is float
#endif
#ifndef LOWEST
#define LOWEST (-INFINITY) // the least T
#endif
#ifndef VALUES
#define VALUES 1 // whether y is wanted
#endif
#ifndef INDICES
#define INDICES 0 // whether indices are wanted: 1 in row-major order, 2 as if the first spatial axis were the fastest
#endif

// NaN wins over all numbers.
#if FLOATS
#define EXCEEDS(a, b) ((a) > (b) || ((a) != (a) && (b) == (b)))
#else
#define EXCEEDS(a, b) ((a) > (b))
#endif

#if INDICES == 2
#define INDEX(a, b, c) (((c)*window.in[1] + (b)) * window.in[0] + (a))
#else
#define INDEX(a, b, c) (((a)*window.in[1] + (b)) * window.in[2] + (c))
#endif

__kernel void pool_max(
    __global const T *restrict x,
#if VALUES
    __global T *restrict y,
#endif
#if INDICES
    __global long *restrict indices,
#endif
    const Window window) {
    const size_t column = get_global_id(0);
    const size_t row = get_global_id(1);
    const size_t plane = get_global_id(2);
    const size_t rows = (size_t)window.out[0] * window.out[1];
    if (column >= (size_t)window.out[2] || row >= rows || plane >= (size_t)window.planes) {
        return;
    }
    const Taps taps = taps_at(window, (int)row / window.out[1], (int)row % window.out[1], (int)column);
    const size_t start = plane * window.in[0] * window.in[1] * window.in[2];
    T best = LOWEST;
    long index = -1;
    for (int i = taps.first[0]; i < taps.end[0]; i++) {
        for (int j = taps.first[1]; j < taps.end[1]; j++) {
            const size_t line = start + (size_t)(TAP_AT(0, i) * window.in[1] + TAP_AT(1, j)) * window.in[2];
            for (int k = taps.first[2]; k < taps.end[2]; k++) {
                const T value = x[line + TAP_AT(2, k)];
                if (index < 0 || EXCEEDS(value, best)) {
                    best = value;
                    index = (long)start + INDEX(TAP_AT(0, i), TAP_AT(1, j), TAP_AT(2, k));
                }
            }
        }
    }
    const size_t at = (plane * rows + row) * window.out[2] + column;
#if VALUES
    y[at] = best;
#endif
#if INDICES
    indices[at] = index;
#endif
}
