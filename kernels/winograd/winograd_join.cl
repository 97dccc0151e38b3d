// Results of a 3x3 convolution from the products of Winograd's F(TILE_OUT x TILE_OUT, 3x3), for GPUs:
//
//   y[n, k, TILE_OUT * tile row + i, TILE_OUT * tile column + j] = activation((A^T m[n][..][k][tile] A)[i][j] + bias[k] + residual[...])
//
// m [n, TILE_IN * TILE_IN, k, tiles], bias [k]; residual and y [n, k, out]. What a tile has outside of y is dropped.
//
// One work-item transforms one tile of one filter; neighbours read neighbours. Grid: n * k * tiles, rounded up at will.
// Bound by dev.lathe.backend.gpu.lowering.WinogradTiles.

#include "common/activation.h"
#include "common/addends.h"
#include "winograd/winograd.h"
#include "winograd/tiles.h"

__kernel void winograd_join(__global const float *restrict m, __global const float *restrict bias,
                            __global const float *restrict residual, __global float *restrict y, Tiles s) {
    int item = get_global_id(0), tiles = s.down * s.across, plane = item / tiles, tile = item - plane * tiles;
    if (plane >= s.planes) return;
    int image = plane / s.channels, k = plane - image * s.channels;
    m += ((size_t)image * TILE_IN * TILE_IN * s.channels + k) * tiles + tile;
    float d[TILE_IN * TILE_IN];
    UNROLL
    for (int e = 0; e < TILE_IN * TILE_IN; e++) d[e] = m[(size_t)e * s.channels * tiles];
    UNROLL
    for (int j = 0; j < TILE_IN; j++) winograd_output_axis(d + j, TILE_IN);
    UNROLL
    for (int i = 0; i < TILE_OUT; i++) winograd_output_axis(d + i * TILE_IN, 1);

    float added = BIAS ? bias[k] : 0.0f;
    int oy = tile / s.across * TILE_OUT, ox = tile % s.across * TILE_OUT;
    size_t at = ((size_t)plane * s.out[0] + oy) * s.out[1] + ox;
    UNROLL
    for (int i = 0; i < TILE_OUT; i++)
        UNROLL
        for (int j = 0; j < TILE_OUT; j++)
            if (oy + i < s.out[0] && ox + j < s.out[1]) {
                float result = d[i * TILE_IN + j] + added;
                if (RESIDUAL) result += residual[at + (size_t)i * s.out[1] + j];
                y[at + (size_t)i * s.out[1] + j] = ACTIVATE(result);
            }
}
