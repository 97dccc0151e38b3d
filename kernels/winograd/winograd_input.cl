// Images of a 3x3 convolution of stride 1 for Winograd's F(TILE_OUT x TILE_OUT, 3x3):
//
//   v[n][i*TILE_IN + j][c][tile] = (B^T d B)[i][j],  d the TILE_IN x TILE_IN piece of the padded image at
//   (tile row * TILE_OUT, tile column * TILE_OUT)
//
// xs: strips (conv/strips.cl) of x for stride TILE_OUT, kernel TILE_IN and the tiles as output: there neighbouring tiles
// have neighbouring elements. Reads past `size`, the floats in xs, count as zeros. v [n, TILE_IN * TILE_IN, c, tiles];
// rows.pitch is that of xs, rows.out = {1, tile rows, tile columns}, plane = pitch[0] * pitch[1] the floats of one phase.
// The middle, m = u v, is conv/conv_strips.cl as 1x1 convolution of TILE_IN * TILE_IN groups of c channels with u
// (winograd_filter.cl) packed.
//
// One work-item, alone in its group, transforms VECTORS*VW positions of a channel.
// Grid: ceil(positions / (VECTORS*VW)), c, n with positions = (tile rows - 1) * pitch[1] + tile columns.
// Bound by dev.lathe.backend.gpu.lowering.Winograd.

#ifndef VECTORS
#define VECTORS 4  // vectors of tiles of a work-item
#endif
#define TILE (VECTORS * VW)

#include "common/strip_rows.h"
#include "winograd/winograd.h"

typedef struct {
    STRUCT_OF_INTS
    int size;
    int channels;
    int positions;
    Rows rows;
} Tiles;

__kernel GROUP_OF(1, 1, 1) void winograd_input(__global const float *restrict xs, __global float *restrict v, Tiles s) {
    int p = get_group_id(0) * TILE, c = get_group_id(1), image = get_group_id(2);
    int phase = s.rows.pitch[0] * s.rows.pitch[1];
    size_t base = ((size_t)image * s.channels + c) * TILE_OUT * TILE_OUT * phase + p;
    xs += base;
    int left = s.size - (int)base;
    int count = TILE < s.positions - p ? TILE : s.positions - p;
    float lines[TILE_IN * TILE_IN * TILE];
    for (int i = 0; i < count; i += VW) {
        vec d[TILE_IN * TILE_IN];
        for (int y = 0; y < TILE_IN; y++)
            for (int x = 0; x < TILE_IN; x++) {
                int at = (y % TILE_OUT * TILE_OUT + x % TILE_OUT) * phase + y / TILE_OUT * s.rows.pitch[1] + x / TILE_OUT + i;
                d[y * TILE_IN + x] = at + VW <= left ? LOAD(xs + at) : load_some(xs + at, left - at);
            }
        UNROLL
        for (int x = 0; x < TILE_IN; x++) winograd_input_axis(d + x, TILE_IN);
        UNROLL
        for (int y = 0; y < TILE_IN; y++) winograd_input_axis(d + y * TILE_IN, 1);
        UNROLL
        for (int e = 0; e < TILE_IN * TILE_IN; e++) STORE(d[e], lines + e * TILE + i);
    }
    int tiles = s.rows.out[1] * s.rows.out[2];
    rows_store(lines, TILE_IN * TILE_IN, p, count, v + ((size_t)image * TILE_IN * TILE_IN * s.channels + c) * tiles,
               s.channels * tiles, s.rows);
}
