// y = ACTIVATE(x), one work-item for every element, `count` of them. Bound by Elementwise.
#include "common/activation.h"

__kernel void activation(__global const float *restrict x, __global float *restrict y, int count) {
    const size_t at = get_global_id(0);
    if (at >= (size_t)count) {
        return;
    }
    y[at] = ACTIVATE(x[at]);
}
