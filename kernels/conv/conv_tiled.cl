// Convolution for GPUs: a product of matrices whose right side is gathered from x as it is needed.
//
//   y[n, k, z, y, x] = activation(sum over t, then c, of w[k, c, t] * padded x[n, c][out*stride + tap*dilation] + bias[k] + residual[...])
//
// x [n, c, in]; packed: w [k, c/groups, kernel] by conv/pack_filters.cl in blocks of TILE_M filters and TILE_K terms, taps
// outside, channels inside; bias [k]; residual and y [n, k, out]; fewer than three axes have leading ones.
//
// A work-group of GROUP_N x GROUP_M work-items computes TILE_M filters at TILE_N positions, counted through all images,
// each work-item THREAD_M x THREAD_N of them in registers. Both factors go through local memory in steps of TILE_K terms;
// one step is loaded while the step before is multiplied, and there are two buffers, so that each step has one barrier.
//
// Why no bank is asked twice: packed filters lie in local memory as they lie in global memory, and neighbouring work-items
// write neighbouring floats of x, so no tile is transposed on its way and no row needs padding. In the product a
// work-item takes quads of neighbours, GROUP_M and GROUP_N quads apart: eight work-items, which are served together, read
// 8 * 16 neighbouring bytes of x and, GROUP_N being at least 8, one quad of w.
//
// Grid in work-groups: ceil(n*positions / TILE_N), ceil(k/groups / TILE_M), groups. Local size GROUP_N, GROUP_M, 1.
// Tuned: all of the first five defines, each 1 to 256, THREAD_M*THREAD_N at most 64.
// Bound by dev.lathe.backend.gpu.lowering.ConvTiled.

#ifndef GROUP_M
#define GROUP_M 16  // work-items of a group along filters
#endif
#ifndef GROUP_N
#define GROUP_N 16  // work-items of a group along positions
#endif
#ifndef THREAD_M
#define THREAD_M 8  // filters of a work-item, a multiple of 4
#endif
#ifndef THREAD_N
#define THREAD_N 8  // positions of a work-item, a multiple of 4
#endif
#ifndef TILE_K
#define TILE_K 8    // terms of a step. GROUP_M*GROUP_N must be a multiple of TILE_N, and divide TILE_K*TILE_M/4 and TILE_K*TILE_N
#endif
#define TILE_M (GROUP_M * THREAD_M)
#define TILE_N (GROUP_N * THREAD_N)
#define THREADS (GROUP_M * GROUP_N)
#define QUADS_W (TILE_K * TILE_M / 4)     // of a step
#define LOADS_W (QUADS_W / THREADS)
#define LOADS_X (TILE_K * TILE_N / THREADS)
#define AT_ONCE (LOADS_X % 4 == 0 ? 4 : 1)  // of them that wait together where terms are looked for one by one
#define ROWS_APART (THREADS / TILE_N)     // terms between those that one work-item gathers
#if THREAD_M % 4 != 0 || THREAD_N % 4 != 0 || THREADS % TILE_N != 0 || QUADS_W % THREADS != 0 || TILE_K * TILE_N % THREADS != 0
#error "tile sizes do not fit the work-group"
#endif

#include "common/activation.h"
#include "conv/images.h"
#include "conv/walk.h"

// The results of a work-item are blocks of 4 x 4, which lie GROUP_M*4 filters and GROUP_N*4 positions apart.
#define BLOCKS_N (THREAD_N / 4)
#define BLOCKS (THREAD_M / 4 * BLOCKS_N)
#define BLOCK(m, n) ((m) / 4 * BLOCKS_N + (n) / 4)

__kernel GROUP_OF(GROUP_N, GROUP_M, 1) void conv_tiled(__global const float *restrict x,
                                                       __global const float4 *restrict packed,
                                                       __global const float *restrict bias,
                                                       __global const float *restrict residual,
                                                       __global float *restrict y, Conv s) {
    __local float4 ws[2][QUADS_W];
    __local union {
        float one[2][TILE_K * TILE_N];
        float4 four[2][TILE_K * TILE_N / 4];
    } xs;

    int tn = get_local_id(0), tm = get_local_id(1), id = tm * GROUP_N + tn;
    int group = get_group_id(2), k0 = get_group_id(1) * TILE_M, p0 = get_group_id(0) * TILE_N;
    int positions = s.out[0] * s.out[1] * s.out[2], all = s.images * positions;
    int steps = (s.channels * s.window[0] * s.window[1] * s.window[2] + TILE_K - 1) / TILE_K;
    int blocks = (s.filters + TILE_M - 1) / TILE_M;
    packed += (size_t)(group * blocks + get_group_id(1)) * steps * QUADS_W + id;

    // What this work-item gathers is always of the same position
    int p = p0 + id % TILE_N, image = p / positions, plane = s.in[0] * s.in[1] * s.in[2];
    x += ((size_t)image * s.groups + group) * s.channels * plane;
    Walk walk = walk_from(p - image * positions, p >= all, id / TILE_N, s);

    float sum[BLOCKS][16];
    UNROLL
    for (int b = 0; b < BLOCKS; b++)
        UNROLL
        for (int i = 0; i < 16; i++) sum[b][i] = 0.0f;

    // One turn more than there are steps: each loads a step and multiplies the one before
    for (int step = 0; step <= steps; step++) {
        int now = step & 1, straight = walk.c + TILE_K - ROWS_APART < s.channels;
        float4 nextW[LOADS_W];
        float nextX[LOADS_X];
        if (step < steps) {
            UNROLL
            for (int l = 0; l < LOADS_W; l++) nextW[l] = packed[l * THREADS];
            packed += QUADS_W;
            if (straight) {
                __global const float *from = x + walk.at;
                UNROLL
                for (int l = 0; l < LOADS_X; l++) nextX[l] = walk.at >= 0 ? from[(long)l * ROWS_APART * plane] : 0.0f;
                walk.c += TILE_K;
                walk.at += TILE_K * plane;
                if (walk.c >= s.channels) walk = walk_over_taps(walk, s);
            } else {
                // Some loads are on their way at a time; registers for all there are not
                ROLLED
                for (int l = 0; l < LOADS_X; l += AT_ONCE) {
                    float some[AT_ONCE];
                    UNROLL
                    for (int i = 0; i < AT_ONCE; i++) {
                        some[i] = walk.at >= 0 ? x[walk.at] : 0.0f;
                        walk.c += ROWS_APART;
                        walk.at += ROWS_APART * plane;
                        if (walk.c >= s.channels) walk = walk_over_taps(walk, s);
                    }
                    UNROLL
                    for (int i = 0; i < AT_ONCE; i++) xs.one[now][id + (l + i) * THREADS] = some[i];
                }
            }
        }
        if (step > 0) {
            UNROLL
            for (int i = 0; i < TILE_K; i++) {
                float a[THREAD_M], b[THREAD_N];
                UNROLL
                for (int m = 0; m < THREAD_M; m += 4) {
                    float4 quad = ws[!now][i * (TILE_M / 4) + m / 4 * GROUP_M + tm];
                    a[m] = quad.x, a[m + 1] = quad.y, a[m + 2] = quad.z, a[m + 3] = quad.w;
                }
                UNROLL
                for (int n = 0; n < THREAD_N; n += 4) {
                    float4 quad = xs.four[!now][i * (TILE_N / 4) + n / 4 * GROUP_N + tn];
                    b[n] = quad.x, b[n + 1] = quad.y, b[n + 2] = quad.z, b[n + 3] = quad.w;
                }
                UNROLL
                for (int m = 0; m < THREAD_M; m++)
                    UNROLL
                    for (int n = 0; n < THREAD_N; n++) {
                        int at = m % 4 * 4 + n % 4;
                        sum[BLOCK(m, n)][at] = fma(a[m], b[n], sum[BLOCK(m, n)][at]);
                    }
            }
        }
        if (step < steps) {
            UNROLL
            for (int l = 0; l < LOADS_W; l++) ws[now][id + l * THREADS] = nextW[l];
            if (straight) {
                UNROLL
                for (int l = 0; l < LOADS_X; l++) xs.one[now][id + l * THREADS] = nextX[l];
            }
        }
        BARRIER();
    }

    // A quad of positions lies in one image, and aligned, if 4 divides an image
    int whole = positions % 4 == 0;
    // One turn for each block: its sums come first, and those of the next ones move up
    ROLLED
    for (int block = 0; block < BLOCKS; block++) {
        int k1 = k0 + (block / BLOCKS_N * GROUP_M + tm) * 4, q = p0 + (block % BLOCKS_N * GROUP_N + tn) * 4;
        int rows = q < all ? s.filters - k1 : 0;
        size_t at[4];
        UNROLL
        for (int i = 0; i < 4; i++) {
            int p = q + i < all ? q + i : q, of = p / positions;
            at[i] = ((size_t)(of * s.groups + group) * s.filters + k1) * positions + p - of * positions;
        }
        // What is added is loaded before the first result is stored: behind a store, each row would wait for its loads
        float added[4], more[4][4];
        UNROLL
        for (int m = 0; m < 4; m++) {
            added[m] = BIAS && m < rows ? bias[group * s.filters + k1 + m] : 0.0f;
            UNROLL
            for (int i = 0; i < 4; i++) more[m][i] = 0.0f;
            if (RESIDUAL && whole && m < rows) {
                float4 quad = *(__global const float4 *)(residual + at[0] + (size_t)m * positions);
                more[m][0] = quad.x, more[m][1] = quad.y, more[m][2] = quad.z, more[m][3] = quad.w;
            }
        }
        UNROLL
        for (int m = 0; m < 4; m++) {
            if (m >= rows) continue;
            size_t down = (size_t)m * positions;
            if (RESIDUAL && !whole) {
                UNROLL
                for (int i = 0; i < 4; i++) more[m][i] = residual[at[i] + down];
            }
            UNROLL
            for (int i = 0; i < 4; i++) more[m][i] = ACTIVATE(sum[0][m * 4 + i] + added[m] + more[m][i]);
            if (whole) {
                float4 quad;
                quad.x = more[m][0], quad.y = more[m][1], quad.z = more[m][2], quad.w = more[m][3];
                *(__global float4 *)(y + at[0] + down) = quad;
            } else {
                UNROLL
                for (int i = 0; i < 4; i++)
                    if (q + i < all) y[at[i] + down] = more[m][i];
            }
        }
        UNROLL
        for (int b = 1; b < BLOCKS; b++)
            UNROLL
            for (int i = 0; i < 16; i++) sum[b - 1][i] = sum[b][i];
    }
}
