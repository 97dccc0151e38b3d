// Images of a 3x3 convolution of stride 1 for Winograd's F(TILE_OUT x TILE_OUT, 3x3), for GPUs:
//
//   v[n][i*TILE_IN + j][c][tile] = (B^T d B)[i][j],  d the TILE_IN x TILE_IN piece of the padded image x[n, c] at
//   (tile row * TILE_OUT, tile column * TILE_OUT)
//
// x [n, c, in]; v [n, TILE_IN * TILE_IN, c, tiles].
//
// One work-item transforms one tile of one channel; neighbours write neighbours. Grid: n * c * tiles, rounded up at will.
// Bound by dev.lathe.backend.gpu.lowering.WinogradTiles.

#include "winograd/winograd.h"
#include "winograd/tiles.h"

__kernel void winograd_cut(__global const float *restrict x, __global float *restrict v, Tiles s) {
    int item = get_global_id(0), tiles = s.down * s.across, plane = item / tiles, tile = item - plane * tiles;
    if (plane >= s.planes) return;
    int y0 = tile / s.across * TILE_OUT - s.pad[0], x0 = tile % s.across * TILE_OUT - s.pad[1];
    x += (size_t)plane * s.in[0] * s.in[1];
    float d[TILE_IN * TILE_IN];
    UNROLL
    for (int i = 0; i < TILE_IN; i++)
        UNROLL
        for (int j = 0; j < TILE_IN; j++) {
            int iy = y0 + i, ix = x0 + j, there = iy >= 0 && iy < s.in[0] && ix >= 0 && ix < s.in[1];
            d[i * TILE_IN + j] = there ? x[iy * s.in[1] + ix] : 0.0f;
        }
    UNROLL
    for (int j = 0; j < TILE_IN; j++) winograd_input_axis(d + j, TILE_IN);
    UNROLL
    for (int i = 0; i < TILE_IN; i++) winograd_input_axis(d + i * TILE_IN, 1);
    int image = plane / s.channels, c = plane - image * s.channels;
    v += ((size_t)image * TILE_IN * TILE_IN * s.channels + c) * tiles + tile;
    UNROLL
    for (int e = 0; e < TILE_IN * TILE_IN; e++) v[(size_t)e * s.channels * tiles] = d[e];
}
