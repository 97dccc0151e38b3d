// Filters of a 3x3 convolution for Winograd's F(TILE_OUT x TILE_OUT, 3x3), TILE_IN = TILE_OUT + 2:
//
//   u[i*TILE_IN + j][k][c] = (G w[k, c] G^T)[i][j]
//
// w [k, c, 3, 3], u [TILE_IN * TILE_IN, k, c]. Done once for a network, so in the more exact type.
//
// One work-item a filter and channel: grid k*c, rounded up at will.
// Bound by dev.lathe.backend.gpu.lowering.Winograd.

#ifndef TILE_OUT
#define TILE_OUT 4  // outputs of a tile along one axis, 2 or 4
#endif
#define TILE_IN (TILE_OUT + 2)

// to[0], to[step], ... <- G of three numbers
DEVICE void filter_axis(real a, real b, real c, real *to, int step) {
#if TILE_OUT == 2
    to[0] = a;
    to[step] = (a + b + c) / 2;
    to[2 * step] = (a - b + c) / 2;
    to[3 * step] = c;
#else
    to[0] = a / 4;
    to[step] = -(a + b + c) / 6;
    to[2 * step] = -(a - b + c) / 6;
    to[3 * step] = (a + 2 * b + 4 * c) / 24;
    to[4 * step] = (a - 2 * b + 4 * c) / 24;
    to[5 * step] = c;
#endif
}

__kernel void winograd_filter(__global const float *restrict w, __global float *restrict u, int pairs) {
    int pair = get_global_id(0);
    if (pair >= pairs) return;
    w += (size_t)pair * 9;
    real half_way[3 * TILE_IN], row[TILE_IN];
    for (int j = 0; j < 3; j++) filter_axis(w[j], w[3 + j], w[6 + j], half_way + j, 3);
    for (int i = 0; i < TILE_IN; i++) {
        filter_axis(half_way[3 * i], half_way[3 * i + 1], half_way[3 * i + 2], row, 1);
        for (int j = 0; j < TILE_IN; j++) u[(size_t)(i * TILE_IN + j) * pairs + pair] = (float)row[j];
    }
}
