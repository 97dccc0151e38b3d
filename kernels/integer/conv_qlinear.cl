// y = saturate(round((conv(x - x_zero, w - w_zero) + bias) * x_scale * w_scale / y_scale) + y_zero), ties to even.
//
// x, x_zero  [n, c, in...] X, one X; padding stands for x_zero
// w, w_zero  [k, c/groups, kernel...] W, one W or one for each filter
// y, y_zero  [n, k, out...] Y, one Y
// bias       int, one for each filter or a single 0
// scales     float, one; w_scale also one for each filter
// Items      one for each element of y
// Binds      dev.lathe.backend.gpu.lowering.IntegerConvolutions

#include "common/integer_window.h"
#include "common/code.h"

#ifndef Y
#define Y uchar // type of y: uchar or char; LEAST is its least value
#endif

// Steps are 1 where there is one number for each filter, otherwise 0.
__kernel void conv_qlinear(__global const X *restrict x, __global const float *restrict x_scale,
                           __global const X *restrict x_zero, __global const W *restrict w,
                           __global const float *restrict w_scale, __global const W *restrict w_zero,
                           __global const float *restrict y_scale, __global const Y *restrict y_zero,
                           __global const int *restrict bias, __global Y *restrict y, int size, int w_scale_step,
                           int w_zero_step, int bias_step, IntegerWindow window)
{
    if (get_global_id(0) >= (size_t)size) {
        return;
    }
    const int at = (int)get_global_id(0);
    const int k = at / (window.out[0] * window.out[1] * window.out[2]) % window.filters;
    const int sum = (int)centred_sum(x, x_zero[0], w, w_zero[k * w_zero_step], window, at, k);
    const int total = (int)((long)sum + bias[k * bias_step]);
    const real scale = (real)x_scale[0] * (real)w_scale[k * w_scale_step] / (real)y_scale[0];
    const real scaled = (real)total * scale;
    y[at] = scaled != scaled ? 0 : (Y)code(scaled, y_zero[0]);
}
