// dx [n, c, in...]: for each position the sum of those dy [n, c, out...] whose index, as pool_max gives it, is that
// position. One work-item for every position: the last spatial axis along axis 0 of the grid, the others along axis 1,
// planes along axis 2. Each looks at the windows that see it, so nothing is added atomically. Bound by Pools.
#include "pool/window.h"

// The output position along `axis` whose tap t lies at input position p, or -1.
DEVICE int seen_from(Window window, int axis, int p, int t) {
    const int distance = p + window.pad_begin[axis] - t * window.dilation[axis];
    const int o = distance / window.stride[axis];
    return distance >= 0 && o * window.stride[axis] == distance && o < window.out[axis] ? o : -1;
}

__kernel void pool_max_gradient(
    __global const float *restrict dy, __global const long *restrict indices, __global float *restrict dx,
    const Window window) {
    const size_t column = get_global_id(0);
    const size_t row = get_global_id(1);
    const size_t plane = get_global_id(2);
    const size_t rows = (size_t)window.in[0] * window.in[1];
    if (column >= (size_t)window.in[2] || row >= rows || plane >= (size_t)window.planes) {
        return;
    }
    const size_t at = (plane * rows + row) * window.in[2] + column;
    float sum = 0;
    for (int i = 0; i < window.extent[0]; i++) {
        const int o0 = seen_from(window, 0, (int)row / window.in[1], i);
        for (int j = 0; o0 >= 0 && j < window.extent[1]; j++) {
            const int o1 = seen_from(window, 1, (int)row % window.in[1], j);
            for (int k = 0; o1 >= 0 && k < window.extent[2]; k++) {
                const int o2 = seen_from(window, 2, (int)column, k);
                if (o2 >= 0) {
                    const size_t o = ((plane * window.out[0] + o0) * window.out[1] + o1) * window.out[2] + o2;
                    sum += indices[o] == (long)at ? dy[o] : 0;
                }
            }
        }
    }
    dx[at] = sum;
}
