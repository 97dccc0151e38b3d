// Depthwise convolution over strips (conv/strips.cl), channels/groups = 1, for devices with wide vectors.
//
//   y[n, k, z, y, x] = activation(sum over t of w[k, t] * xs[n, k / filters][tap[t] + p] + bias[k] + residual[...])
//
// Operands, positions p and the struct are those of conv/conv_strips.cl, with channels = 1 and band unused, except that
// w [k, taps] is not packed. filters = k / channels of x.
//
// One work-item, alone in its group, computes one filter at VECTORS*VW positions.
// Grid: ceil(positions / (VECTORS*VW)), k, n.
// Bound by dev.lathe.backend.gpu.lowering.ConvDepthwise.

#ifndef VECTORS
#define VECTORS 8   // vectors of positions of a work-item, sums in registers
#endif
#define TILE (VECTORS * VW)

#include "common/activation.h"
#include "conv/over_strips.h"

__kernel GROUP_OF(1, 1, 1) void conv_depthwise(__global const float *restrict xs, __global const float *restrict w,
                                               __global const float *restrict bias,
                                               __global const float *restrict residual,
                                               __global const int *restrict tap, __global float *restrict y, Conv s) {
    int p = get_group_id(0) * TILE, k = get_group_id(1), image = get_group_id(2);
    size_t base = ((size_t)image * s.groups + k / s.filters) * s.channelPitch + p;
    xs += base;
    w += k * s.taps;
    int whole = s.size - TILE - (int)base, left = s.size - (int)base;

    vec sum[VECTORS];
    UNROLL
    for (int v = 0; v < VECTORS; v++) sum[v] = SPLAT(0.0f);
    for (int t = 0; t < s.taps; t++) {
        int at = tap[t];
        vec f = SPLAT(w[t]);
        if (at <= whole) {
            UNROLL
            for (int v = 0; v < VECTORS; v++) sum[v] = MAD(f, LOAD(xs + at + v * VW), sum[v]);
        } else {
            UNROLL
            for (int v = 0; v < VECTORS; v++)
                sum[v] = MAD(f, load_some(xs + at + v * VW, left - at - v * VW), sum[v]);
        }
    }

    float line[TILE];
    UNROLL
    for (int v = 0; v < VECTORS; v++) STORE(sum[v], line + v * VW);
    int plane = s.rows.out[0] * s.rows.out[1] * s.rows.out[2];
    int count = TILE < s.positions - p ? TILE : s.positions - p;
    size_t at = ((size_t)image * s.groups * s.filters + k) * plane;
#if RESIDUAL
    float added[TILE];
    rows_load(residual + at, plane, added, 1, p, count, s.rows);
#endif
    for (int v = 0; v < TILE; v += VW) {
        vec result = LOAD(line + v);
#if BIAS
        result += SPLAT(bias[k]);
#endif
#if RESIDUAL
        result += LOAD(added + v);
#endif
        STORE(ACTIVATE(result), line + v);
    }
    rows_store(line, 1, p, count, y + at, plane, s.rows);
}
