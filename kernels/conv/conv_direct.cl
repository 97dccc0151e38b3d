// Convolution one result at a time, for GPUs: where a group has so few filters that a tile would be mostly empty.
//
//   y[n, k, z, y, x] = activation(sum over c, then t, of w[k, c, t] * padded x[n, c][out*stride + tap*dilation] + bias[k] + residual[...])
//
// x [n, c, in], w [k, c/groups, kernel], bias [k], residual and y [n, k, out]; fewer than three axes have leading ones.
//
// One work-item a result; neighbours read neighbours. Grid: n*k*out, rounded up at will.
// Bound by dev.lathe.backend.gpu.lowering.ConvDirect.

#include "common/activation.h"
#include "conv/images.h"

__kernel void conv_direct(__global const float *restrict x, __global const float *restrict w,
                          __global const float *restrict bias, __global const float *restrict residual,
                          __global float *restrict y, Conv s, int results) {
    int at = get_global_id(0);
    if (at >= results) return;
    int ox = at % s.out[2], rest = at / s.out[2];
    int oy = rest % s.out[1];
    rest /= s.out[1];
    int oz = rest % s.out[0], plane = rest / s.out[0];
    int k = plane % (s.groups * s.filters), image = plane / (s.groups * s.filters), group = k / s.filters;
    int z0 = oz * s.stride[0] - s.pad[0], y0 = oy * s.stride[1] - s.pad[1], x0 = ox * s.stride[2] - s.pad[2];

    float sum = 0.0f;
    w += (size_t)k * s.channels * s.window[0] * s.window[1] * s.window[2];
    for (int c = 0; c < s.channels; c++) {
        int first = ((image * s.groups + group) * s.channels + c) * s.in[0];
        for (int kz = 0; kz < s.window[0]; kz++)
            for (int ky = 0; ky < s.window[1]; ky++) {
                int iz = z0 + kz * s.dilation[0], iy = y0 + ky * s.dilation[1];
                int there = iz >= 0 && iz < s.in[0] && iy >= 0 && iy < s.in[1];
                for (int kx = 0; kx < s.window[2]; kx++, w++) {
                    int ix = x0 + kx * s.dilation[2];
                    if (there && ix >= 0 && ix < s.in[2]) {
                        sum = fma(*w, x[((size_t)(first + iz) * s.in[1] + iy) * s.in[2] + ix], sum);
                    }
                }
            }
    }
    if (BIAS) sum += bias[k];
    if (RESIDUAL) sum += residual[at];
    y[at] = ACTIVATE(sum);
}
