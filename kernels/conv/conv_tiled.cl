// Convolution for GPUs: a product of matrices whose right side is gathered from x as it is needed.
//
//   y[n, k, z, y, x] = activation(sum over c, then t, of w[k, c, t] * padded x[n, c][out*stride + tap*dilation] + bias[k] + residual[...])
//
// x [n, c, in], w [k, c/groups, kernel], bias [k], residual and y [n, k, out]; fewer than three axes have leading ones.
//
// A work-group of GROUP_N x GROUP_M work-items computes TILE_M filters at TILE_N positions, counted through all images,
// each work-item THREAD_M x THREAD_N of them. Both factors go through local memory in steps of TILE_K (channel, tap) pairs;
// the next step is loaded into registers while this one is multiplied.
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
#define THREAD_M 4  // filters of a work-item, neighbours
#endif
#ifndef THREAD_N
#define THREAD_N 4  // positions of a work-item, GROUP_N apart: neighbours store to neighbours
#endif
#ifndef TILE_K
#define TILE_K 16   // depth of a step. GROUP_M*GROUP_N must be a multiple of TILE_N, and divide TILE_K*TILE_M and TILE_K*TILE_N
#endif
#define TILE_M (GROUP_M * THREAD_M)
#define TILE_N (GROUP_N * THREAD_N)
#define THREADS (GROUP_M * GROUP_N)
#define LOADS_W (TILE_K * TILE_M / THREADS)
#define LOADS_X (TILE_K * TILE_N / THREADS)
#if THREADS % TILE_N != 0 || TILE_K * TILE_M % THREADS != 0 || TILE_K * TILE_N % THREADS != 0 || TILE_K > THREADS
#error "tile sizes do not fit the work-group"
#endif

#include "common/activation.h"
#include "conv/images.h"

// Where the element of one (channel, tap) pair lies, relative to that of the first pair of the first output.
typedef struct {
    int at;
    int z, y, x;
} Tap;

DEVICE Tap tap_of(int d, Conv s) {
    Tap t;
    int kx = d % s.window[2], rest = d / s.window[2];
    int ky = rest % s.window[1];
    rest /= s.window[1];
    int kz = rest % s.window[0], c = rest / s.window[0];
    t.z = kz * s.dilation[0];
    t.y = ky * s.dilation[1];
    t.x = kx * s.dilation[2];
    t.at = ((c * s.in[0] + t.z) * s.in[1] + t.y) * s.in[2] + t.x;
    return t;
}

__kernel GROUP_OF(GROUP_N, GROUP_M, 1) void conv_tiled(__global const float *restrict x,
                                                       __global const float *restrict w,
                                                       __global const float *restrict bias,
                                                       __global const float *restrict residual,
                                                       __global float *restrict y, Conv s) {
    // The odd pitch spreads a column, which one row of w becomes, over the banks
    __local float ws[TILE_K][TILE_M + 1];
    __local float xs[TILE_K][TILE_N];
    __local Tap taps[2][TILE_K];

    int tn = get_local_id(0), tm = get_local_id(1), id = tm * GROUP_N + tn;
    int group = get_group_id(2), k0 = get_group_id(1) * TILE_M, p0 = get_group_id(0) * TILE_N;
    int positions = s.out[0] * s.out[1] * s.out[2], all = s.images * positions;
    int depth = s.channels * s.window[0] * s.window[1] * s.window[2];
    w += (size_t)(group * s.filters + k0) * depth;

    // What this work-item gathers is always of the same position
    int p = p0 + id % TILE_N, image = p / positions, inside = p - image * positions;
    int oz = inside / (s.out[1] * s.out[2]), oy = inside / s.out[2] % s.out[1], ox = inside % s.out[2];
    int z0 = p < all ? oz * s.stride[0] - s.pad[0] : -0x40000000;  // no element is inside then
    int y0 = oy * s.stride[1] - s.pad[1], x0 = ox * s.stride[2] - s.pad[2];
    long from = ((((long)image * s.groups + group) * s.channels * s.in[0] + z0) * s.in[1] + y0) * s.in[2] + x0;

    float sum[THREAD_M][THREAD_N];
    UNROLL
    for (int i = 0; i < THREAD_M; i++)
        UNROLL
        for (int j = 0; j < THREAD_N; j++) sum[i][j] = 0.0f;

    float nextW[LOADS_W], nextX[LOADS_X];
    if (id < TILE_K) taps[0][id] = tap_of(id, s);
    BARRIER();
    // One turn more than there are steps: turn d loads step d and multiplies the step before
    for (int d = 0; d < depth + TILE_K; d += TILE_K) {
        int odd = d / TILE_K & 1;
        if (d < depth) {
            UNROLL
            for (int l = 0; l < LOADS_W; l++) {
                int e = id + l * THREADS, row = e / TILE_K, i = d + e % TILE_K;
                nextW[l] = k0 + row < s.filters && i < depth ? w[(size_t)row * depth + i] : 0.0f;
            }
            UNROLL
            for (int l = 0; l < LOADS_X; l++) {
                int i = id / TILE_N + l * (THREADS / TILE_N);
                Tap t = taps[odd][i];
                int iz = z0 + t.z, iy = y0 + t.y, ix = x0 + t.x;
                int there = d + i < depth && iz >= 0 && iz < s.in[0] && iy >= 0 && iy < s.in[1] && ix >= 0 && ix < s.in[2];
                nextX[l] = there ? x[from + t.at] : 0.0f;
            }
        }
        if (d > 0) {
            for (int i = 0; i < TILE_K; i++) {
                float a[THREAD_M], b[THREAD_N];
                UNROLL
                for (int m = 0; m < THREAD_M; m++) a[m] = ws[i][tm * THREAD_M + m];
                UNROLL
                for (int n = 0; n < THREAD_N; n++) b[n] = xs[i][tn + n * GROUP_N];
                UNROLL
                for (int m = 0; m < THREAD_M; m++)
                    UNROLL
                    for (int n = 0; n < THREAD_N; n++) sum[m][n] = fma(a[m], b[n], sum[m][n]);
            }
        }
        BARRIER();
        if (d < depth) {
            UNROLL
            for (int l = 0; l < LOADS_W; l++) {
                int e = id + l * THREADS;
                ws[e % TILE_K][e / TILE_K] = nextW[l];
            }
            UNROLL
            for (int l = 0; l < LOADS_X; l++) xs[id / TILE_N + l * (THREADS / TILE_N)][id % TILE_N] = nextX[l];
            if (id < TILE_K) taps[!odd][id] = tap_of(d + TILE_K + id, s);
        }
        BARRIER();
    }

    // One turn for each position: its sums come first, and those of the next ones move up
    ROLLED
    for (int n = 0; n < THREAD_N; n++) {
        int q = p0 + tn + n * GROUP_N;
        if (q < all) {
            int of = q / positions;
            UNROLL
            for (int m = 0; m < THREAD_M; m++) {
                int k = k0 + tm * THREAD_M + m;
                if (k < s.filters) {
                    size_t at = ((size_t)(of * s.groups + group) * s.filters + k) * positions + q - of * positions;
                    float result = sum[m][0];
                    if (BIAS) result += bias[group * s.filters + k];
                    if (RESIDUAL) result += residual[at];
                    y[at] = ACTIVATE(result);
                }
            }
        }
        UNROLL
        for (int m = 0; m < THREAD_M; m++)
            UNROLL
            for (int j = 1; j < THREAD_N; j++) sum[m][j - 1] = sum[m][j];
    }
}
