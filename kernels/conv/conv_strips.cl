// Convolution over strips (conv/strips.cl), for devices with wide vectors and few, fast cores.
//
//   y[n, k, z, y, x] = activation(sum over c, then t, of w[k, c, t] * xs[n, c][tap[t] + p] + bias[k] + residual[...])
//   p = (z*pitch[0] + y)*pitch[1] + x,  p < positions = ((out[0]-1)*pitch[0] + out[1]-1)*pitch[1] + out[2]
//
// xs [n, groups * channels, channelPitch]; packed: w by conv/pack_filters.cl with the same FILTERS; bias [k]; residual and
// y [n, k, out]; tap [taps]: with q = index*dilation of an axis, the sum of q/stride of each axis in flat positions, plus
// the plane of phase q % stride. Reads past `size`, the floats in xs, count as zeros. A 1x1 convolution without padding and
// stride reads x itself: one tap 0, out and pitch {1, 1, positions}, channelPitch = positions. So does a product of
// matrices.
//
// One work-item, alone in its group, computes FILTERS filters at VECTORS*VW positions, each result one running sum.
// Grid: tiles * ceil(filters/FILTERS), 1, n*groups with tiles = ceil(positions / (VECTORS*VW)). Work-items go through
// bands of `band` tiles, in a band filters are outside: band = tiles keeps a block of filters in the cache and band = 1
// the image.
// Tuned: FILTERS, VECTORS, and BAND >= 0 of which `band` is made, 0 for all tiles.
// Bound by dev.lathe.backend.gpu.lowering.ConvStrips.

#ifndef FILTERS
#define FILTERS 8   // filters of a tile, 1 to 24
#endif
#ifndef VECTORS
#define VECTORS 3   // vectors of positions of a tile, 1 to 8; FILTERS*VECTORS, at most 48, + VECTORS + 1 should fit the registers
#endif
#define TILE (VECTORS * VW)

#include "common/activation.h"
#include "conv/over_strips.h"

__kernel GROUP_OF(1, 1, 1) void conv_strips(__global const float *restrict xs, __global const float *restrict packed,
                                            __global const float *restrict bias,
                                            __global const float *restrict residual,
                                            __global const int *restrict tap, __global float *restrict y, Conv s) {
    int blocks = (s.filters + FILTERS - 1) / FILTERS, tiles = (s.positions + TILE - 1) / TILE;
    int id = get_group_id(0), outer = get_group_id(2), group = outer % s.groups;
    int first = id / (s.band * blocks) * s.band;
    int band = s.band < tiles - first ? s.band : tiles - first;
    id -= first * blocks;
    int block = id / band, p = (first + id % band) * TILE;

    size_t base = (size_t)outer * s.channels * s.channelPitch + p;
    xs += base;
    packed += (size_t)(group * blocks + block) * s.channels * s.taps * FILTERS;
    // Behind this offset a tile would leave the buffer
    int whole = s.size - TILE - (int)base, left = s.size - (int)base;

    vec sum[FILTERS][VECTORS];
    UNROLL
    for (int f = 0; f < FILTERS; f++)
        UNROLL
        for (int v = 0; v < VECTORS; v++) sum[f][v] = SPLAT(0.0f);
    for (int c = 0; c < s.channels; c++)
        for (int t = 0; t < s.taps; t++) {
            int at = c * s.channelPitch + tap[t];
            vec a[VECTORS];
            if (at <= whole) {
                UNROLL
                for (int v = 0; v < VECTORS; v++) a[v] = LOAD(xs + at + v * VW);
            } else {
                UNROLL
                for (int v = 0; v < VECTORS; v++) a[v] = load_some(xs + at + v * VW, left - at - v * VW);
            }
            UNROLL
            for (int f = 0; f < FILTERS; f++) {
                vec w = SPLAT(packed[f]);
                UNROLL
                for (int v = 0; v < VECTORS; v++) sum[f][v] = MAD(w, a[v], sum[f][v]);
            }
            packed += FILTERS;
        }

    float lines[FILTERS * TILE];
    UNROLL
    for (int f = 0; f < FILTERS; f++)
        UNROLL
        for (int v = 0; v < VECTORS; v++) STORE(sum[f][v], lines + f * TILE + v * VW);

    int plane = s.rows.out[0] * s.rows.out[1] * s.rows.out[2];
    int k = block * FILTERS, count = TILE < s.positions - p ? TILE : s.positions - p;
    int live = FILTERS < s.filters - k ? FILTERS : s.filters - k;
    size_t to = ((size_t)outer * s.filters + k) * plane;
    int at = rows_before(p, s.rows);
    // No gaps and no end in the tile: results need not wait in lines
    int whole_rows = count == TILE && rows_before(p + TILE, s.rows) - at == TILE;
#if RESIDUAL
    float added[FILTERS * TILE];
    if (!whole_rows) rows_load(residual + to, plane, added, live, p, count, s.rows);
#endif
    for (int f = 0; f < live; f++)
        for (int v = 0; v < TILE; v += VW) {
            vec result = LOAD(lines + f * TILE + v);
#if BIAS
            result += SPLAT(bias[group * s.filters + k + f]);
#endif
#if RESIDUAL
            result += whole_rows ? LOAD(residual + to + (size_t)f * plane + at + v) : LOAD(added + f * TILE + v);
#endif
            result = ACTIVATE(result);
            if (whole_rows) STORE(result, y + to + (size_t)f * plane + at + v);
            else STORE(result, lines + f * TILE + v);
        }
    if (!whole_rows) rows_store(lines, live, p, count, y + to, plane, s.rows);
}
