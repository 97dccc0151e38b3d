// y = conv(x - x_zero, w - w_zero); padding stands for x_zero. Sums are exact, their low 32 bits are kept.
//
// x       [n, c, in...] X
// w       [k, c/groups, kernel...] W
// x_zero  one X
// w_zero  one W, or one for each filter
// y       [n, k, out...] int
// Items   one for each element of y
// Binds   dev.lathe.backend.gpu.lowering.IntegerConvolutions

#include "common/integer_window.h"

// w_zero_step: 0 if all filters share a zero point, otherwise 1.
__kernel void conv_integer(__global const X *restrict x, __global const W *restrict w,
                           __global const X *restrict x_zero, __global const W *restrict w_zero,
                           __global int *restrict y, int size, int w_zero_step, IntegerWindow window)
{
    if (get_global_id(0) >= (size_t)size) {
        return;
    }
    const int at = (int)get_global_id(0);
    const int k = at / (window.out[0] * window.out[1] * window.out[2]) % window.filters;
    y[at] = (int)centred_sum(x, x_zero[0], w, w_zero[k * w_zero_step], window, at, k);
}
