// Results of a 3x3 convolution from the products of Winograd's F(TILE_OUT x TILE_OUT, 3x3):
//
//   y[n, k, TILE_OUT * tile row + i, TILE_OUT * tile column + j] = activation((A^T m[n][..][k][tile] A)[i][j] + bias[k] + residual[...])
//
// m [n, TILE_IN * TILE_IN, k, tiles], tiles = ceil(out y / TILE_OUT) * ceil(out x / TILE_OUT); bias [k]; residual and y
// [n, k, out]. What a tile has outside of the output is dropped.
//
// One work-item, alone in its group, transforms VW tiles of a filter. Grid: ceil(tiles / VW), k, n.
// Bound by dev.lathe.backend.gpu.lowering.Winograd.

#define TILE VW

#include "common/activation.h"
#include "common/addends.h"
#include "common/strip_rows.h"
#include "winograd/winograd.h"

// y[0..n) = activation(line + bias + residual); the last vector is moved back so that it ends with the run.
DEVICE void store_run(const float *line, vec bias, __global const float *residual, __global float *y, int n) {
    for (int j = 0; j < n; j += VW) {
        if (j + VW > n && n >= VW) j = n - VW;
        vec result = LOAD(line + j) + bias;
#if RESIDUAL
        result += j + VW <= n ? LOAD(residual + j) : load_some(residual + j, n - j);
#endif
        result = ACTIVATE(result);
        if (j + VW <= n) {
            STORE(result, y + j);
        } else {
            float some[VW];
            STORE(result, some);
            for (int l = 0; l < n - j; l++) y[j + l] = some[l];
        }
    }
}

__kernel GROUP_OF(1, 1, 1) void winograd_output(__global const float *restrict m, __global const float *restrict bias,
                                                __global const float *restrict residual, __global float *restrict y,
                                                int filters, int outY, int outX) {
    int p = get_group_id(0) * VW, k = get_group_id(1), image = get_group_id(2);
    int across = (outX + TILE_OUT - 1) / TILE_OUT, tiles = (outY + TILE_OUT - 1) / TILE_OUT * across;
    int live = VW < tiles - p ? VW : tiles - p;
    vec d[TILE_IN * TILE_IN];
    m += ((size_t)image * TILE_IN * TILE_IN * filters + k) * tiles + p;
    for (int e = 0; e < TILE_IN * TILE_IN; e++) {
        __global const float *from = m + (size_t)e * filters * tiles;
        d[e] = live == VW ? LOAD(from) : load_some(from, live);
    }
    UNROLL
    for (int x = 0; x < TILE_IN; x++) winograd_output_axis(d + x, TILE_IN);
    UNROLL
    for (int i = 0; i < TILE_OUT; i++) winograd_output_axis(d + i * TILE_IN, 1);

    // Line i of all tiles side by side; a short run is loaded as a whole vector, behind the last line too
    float lines[TILE_OUT * TILE_OUT * VW + VW];
    UNROLL
    for (int i = 0; i < TILE_OUT; i++)
        UNROLL
        for (int j = 0; j < TILE_OUT; j++) {
            float lane[VW];
            STORE(d[i * TILE_IN + j], lane);
            for (int l = 0; l < VW; l++) lines[(i * VW + l) * TILE_OUT + j] = lane[l];
        }

    vec added = SPLAT(0.0f);
#if BIAS
    added = SPLAT(bias[k]);
#endif
    size_t plane = ((size_t)image * filters + k) * outY * outX;
    int row = p / across, column = p - row * across;
    for (int t = 0; t < live;) {
        int run = across - column < live - t ? across - column : live - t;
        int x = column * TILE_OUT, n = run * TILE_OUT < outX - x ? run * TILE_OUT : outX - x;
        for (int i = 0; i < TILE_OUT && row * TILE_OUT + i < outY; i++) {
            size_t at = plane + (size_t)(row * TILE_OUT + i) * outX + x;
            store_run(lines + (i * VW + t) * TILE_OUT, added, residual + at, y + at, n);
        }
        t += run;
        column = 0;
        row++;
    }
}
