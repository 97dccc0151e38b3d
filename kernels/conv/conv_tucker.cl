// A convolution that Tucker's decomposition has made three of, as one: what lies between them never leaves the group.
//
//   u[n, p, y, x] = sum over c of a[p, c] * x[n, c, y, x] + aBias[p]
//   v[n, q, y, x] = sum over p, t of b[q, p, t] * padded u[n, p][out*stride + tap*dilation] + bBias[q]
//   y[n, k, y, x] = activation(sum over q of w[k, q] * v[n, q, y, x] + bias[k] + residual[n, k, y, x])
//
// x [n, channels, in]; a [inner, channels], b [outer, inner, window], w [filters, outer] by conv/pack_filters.cl in blocks
// of ROWS, taps outside, channels inside; aBias [inner]; bBias [outer]; bias [filters]; residual and y [n, filters, out].
//
// A group of THREADS work-items computes all filters at a tile of one image. It makes u for all that the tile's windows
// see, then v, then y, a part at a time; a work-item adds up ROWS results of COLUMNS positions in registers. The parts are
// one loop of steps: factors of a step are loaded while the step before is multiplied, and there are two buffers, so that
// each step has one barrier. Steps do not go from one tap to the next.
//
// Local memory holds quads of neighbouring channels of one position, which four terms of a sum need: first x, a step at a
// time, then u, then v over it. A position takes an odd number of quads, so that eight neighbours, which are served
// together, lie in different banks.
//
// Grid: a group for each tile of each image, in rows. Local size THREADS.
// Bound by dev.lathe.backend.gpu.lowering.TuckerChain.

#define THREADS 256
#define ROWS 8
#define COLUMNS 4
#define QUADS_Z 1536  // TuckerTile has these numbers, too
#define LOADS_X 2     // quads of x that a work-item loads in a step

#ifndef A_BIAS
#define A_BIAS 0      // 1: aBias is added; otherwise any buffer is passed for it
#endif
#ifndef B_BIAS
#define B_BIAS 0      // 1: bBias is added; otherwise any buffer is passed for it
#endif

#include "common/activation.h"
#include "common/addends.h"

typedef struct {
    STRUCT_OF_INTS
    int channels;
    int inner;
    int outer;
    int filters;
    int in[2];
    int out[2];
    int window[2];
    int stride[2];
    int dilation[2];
    int pad[2];    // before the first element
    int tile[2];   // positions of a group, a multiple of COLUMNS in all
    int terms[3];  // log2 of the terms of a step of each part, at least 2
    int blocks;    // of ROWS filters that a group makes at a time of y; of u and v it makes all
} Tucker;

// A step of a group's sums.
typedef struct {
    int part;   // 0 makes u, 1 v, 2 y; 3 comes after all
    int block;  // the first block of rows
    int y, x;   // the tap
    int c;      // the first channel
} Step;

DEVICE int of_part(int part, int first, int second, int third) {
    return part == 0 ? first : part == 1 ? second : third;
}

DEVICE Step step_after(Step step, Tucker s) {
    step.c += 1 << of_part(step.part, s.terms[0], s.terms[1], s.terms[2]);
    if (step.c >= of_part(step.part, s.channels, s.inner, s.outer)) {
        step.c = 0;
        if (step.part != 1 || ++step.x == s.window[1]) {
            step.x = 0;
            if (step.part != 1 || ++step.y == s.window[0]) {
                step.y = 0;
                step.block += s.blocks;
                if (step.part != 2 || step.block * ROWS >= s.filters) {
                    step.block = 0;
                    step.part++;
                }
            }
        }
    }
    return step;
}

__kernel GROUP_OF(THREADS, 1, 1) void conv_tucker(__global const float *restrict x,
                                                  __global const float4 *restrict a,
                                                  __global const float *restrict aBias,
                                                  __global const float4 *restrict b,
                                                  __global const float *restrict bBias,
                                                  __global const float4 *restrict w,
                                                  __global const float *restrict bias,
                                                  __global const float *restrict residual,
                                                  __global float *restrict y, Tucker s) {
    __local float4 zs[QUADS_Z];
    __local float4 ws[2][THREADS];

    int id = get_local_id(0), group = get_group_id(0);
    int across = (s.out[1] + s.tile[1] - 1) / s.tile[1], down = (s.out[0] + s.tile[0] - 1) / s.tile[0];
    int image = group / (across * down);
    int y0 = group / across % down * s.tile[0], x0 = group % across * s.tile[1];
    int plane = s.in[0] * s.in[1], positions = s.out[0] * s.out[1];

    // What the tile's windows see
    int wide = (s.tile[1] - 1) * s.stride[1] + (s.window[1] - 1) * s.dilation[1] + 1;
    int seen = ((s.tile[0] - 1) * s.stride[0] + (s.window[0] - 1) * s.dilation[0] + 1) * wide;
    int iy0 = y0 * s.stride[0] - s.pad[0], ix0 = x0 * s.stride[1] - s.pad[1];
    int pitchX = (1 << s.terms[0]) / 4 | 1, pitchU = (s.inner + 3) / 4 | 1, pitchV = (s.outer + 3) / 4 | 1;

    // Where the quads of x come from that this work-item loads in every step, and where they go to; less than 0: nowhere
    int from[LOADS_X], to[LOADS_X], channel[LOADS_X];
    UNROLL
    for (int l = 0; l < LOADS_X; l++) {
        int quad = (id + l * THREADS) / seen, p = (id + l * THREADS) % seen;
        int iy = iy0 + p / wide, ix = ix0 + p % wide;
        channel[l] = 4 * quad;
        to[l] = channel[l] < 1 << s.terms[0] ? p * pitchX + quad : -1;
        from[l] = iy >= 0 && iy < s.in[0] && ix >= 0 && ix < s.in[1] ? iy * s.in[1] + ix : -1;
    }
    x += (size_t)image * s.channels * plane;

    int columns = 1, row = 0, column = 0;  // in quads of positions and blocks of rows, of the part at hand
    int at[COLUMNS];
    float sum[ROWS][COLUMNS];
    UNROLL
    for (int i = 0; i < COLUMNS; i++) {
        at[i] = 0;
        UNROLL
        for (int r = 0; r < ROWS; r++) sum[r][i] = 0.0f;
    }

    Step next, now;
    next.part = next.block = next.y = next.x = next.c = 0;
    now = next;

    // One turn more than there are steps: each loads a step and multiplies the one before
    for (int turn = 0;; turn++) {
        float4 nextW;
        float nextX[LOADS_X][4];
        if (next.part < 3) {
            int terms = of_part(next.part, s.terms[0], s.terms[1], s.terms[2]);
            int block = next.block + (id >> (terms + 1)), quad = id & ((2 << terms) - 1);
            int channels = of_part(next.part, s.channels, s.inner, s.outer);
            int rows = of_part(next.part, s.inner, s.outer, s.filters);
            int taps = next.part == 1 ? s.window[0] * s.window[1] : 1, tap = next.y * s.window[1] + next.x;
            __global const float4 *packed = next.part == 0 ? a : next.part == 1 ? b : w;
            nextW.x = nextW.y = nextW.z = nextW.w = 0.0f;
            if (block * ROWS < rows && next.c + quad / 2 < channels)
                nextW = packed[2 * ((size_t)(block * taps + tap) * channels + next.c) + quad];
            if (next.part == 0) {
                UNROLL
                for (int l = 0; l < LOADS_X; l++)
                    UNROLL
                    for (int i = 0; i < 4; i++) {
                        int c = next.c + channel[l] + i;
                        nextX[l][i] = to[l] >= 0 && from[l] >= 0 && c < s.channels ? x[c * plane + from[l]] : 0.0f;
                    }
            }
        }
        if (turn > 0) {
            int terms = 1 << of_part(now.part, s.terms[0], s.terms[1], s.terms[2]);
            int left = of_part(now.part, s.channels, s.inner, s.outer) - now.c;
            int rows = of_part(now.part, s.inner, s.outer, s.filters);
            int busy = (now.part < 2 || row < s.blocks) && (now.block + row) * ROWS < rows;
            int shift = of_part(now.part, (turn & 1 ? 0 : seen) * pitchX,
                                (now.y * s.dilation[0] * wide + now.x * s.dilation[1]) * pitchU, 0);
            if (now.part > 0) shift += now.c / 4;
            int quads = ((terms < left ? terms : left) + 3) / 4;
            for (int q = 0; busy && q < quads; q++) {
                float f[COLUMNS][4];
                UNROLL
                for (int i = 0; i < COLUMNS; i++) {
                    float4 quad = zs[at[i] + shift + q];
                    f[i][0] = quad.x, f[i][1] = quad.y, f[i][2] = quad.z, f[i][3] = quad.w;
                }
                UNROLL
                for (int t = 0; t < 4; t++) {
                    float g[ROWS];
                    UNROLL
                    for (int r = 0; r < ROWS; r += 4) {
                        float4 quad = ws[!(turn & 1)][(row * terms + 4 * q + t) * (ROWS / 4) + r / 4];
                        g[r] = quad.x, g[r + 1] = quad.y, g[r + 2] = quad.z, g[r + 3] = quad.w;
                    }
                    UNROLL
                    for (int r = 0; r < ROWS; r++)
                        UNROLL
                        for (int i = 0; i < COLUMNS; i++) sum[r][i] = fma(g[r], f[i][t], sum[r][i]);
                }
            }
            if (next.part != now.part || next.block != now.block) {
                if (now.part < 2) BARRIER();  // what is read no more is written over
                int k = (now.block + row) * ROWS, width = now.part == 0 ? wide : s.tile[1];
                int count = now.part == 0 ? seen : s.tile[0] * s.tile[1];
                int biased = of_part(now.part, A_BIAS, B_BIAS, BIAS);
                __global const float *biases = now.part == 0 ? aBias : now.part == 1 ? bBias : bias;
                float added[ROWS];
                UNROLL
                for (int r = 0; r < ROWS; r++) added[r] = biased && k + r < rows ? biases[k + r] : 0.0f;
                UNROLL
                for (int i = 0; i < COLUMNS; i++) {
                    int p = column + i * columns, py = p / width, px = p % width;
                    if (busy && p < count && now.part < 2) {
                        // outside of x, u is padding, which has no bias
                        int there = now.part == 1 || iy0 + py >= 0 && iy0 + py < s.in[0] && ix0 + px >= 0 && ix0 + px < s.in[1];
                        UNROLL
                        for (int r = 0; r < ROWS; r++) sum[r][i] = there && k + r < rows ? sum[r][i] + added[r] : 0.0f;
                        int place = p * (now.part == 0 ? pitchU : pitchV) + k / 4;
                        float4 quad;
                        quad.x = sum[0][i], quad.y = sum[1][i], quad.z = sum[2][i], quad.w = sum[3][i];
                        zs[place] = quad;
                        quad.x = sum[4][i], quad.y = sum[5][i], quad.z = sum[6][i], quad.w = sum[7][i];
                        if (k + 4 < rows) zs[place + 1] = quad;
                    }
                    if (busy && p < count && now.part == 2 && y0 + py < s.out[0] && x0 + px < s.out[1]) {
                        size_t first = ((size_t)image * s.filters + k) * positions + (y0 + py) * s.out[1] + x0 + px;
                        UNROLL
                        for (int r = 0; r < ROWS; r++) {
                            if (k + r < rows) {
                                float result = sum[r][i] + added[r];
                                if (RESIDUAL) result += residual[first + (long)r * positions];
                                y[first + (long)r * positions] = ACTIVATE(result);
                            }
                        }
                    }
                    UNROLL
                    for (int r = 0; r < ROWS; r++) sum[r][i] = 0.0f;
                }
            }
        }
        if (next.part == 3) break;
        ws[turn & 1][id] = nextW;
        if (next.part == 0) {
            UNROLL
            for (int l = 0; l < LOADS_X; l++) {
                float4 quad;
                quad.x = nextX[l][0], quad.y = nextX[l][1], quad.z = nextX[l][2], quad.w = nextX[l][3];
                if (to[l] >= 0) zs[(turn & 1) * seen * pitchX + to[l]] = quad;
            }
        }
        BARRIER();
        if (turn == 0 || next.part != now.part) {
            int count = next.part == 0 ? seen : s.tile[0] * s.tile[1];
            columns = (count + COLUMNS - 1) / COLUMNS;
            row = id / columns;
            column = id % columns;
            UNROLL
            for (int i = 0; i < COLUMNS; i++) {
                int p = column + i * columns < count ? column + i * columns : 0;
                int origin = p / s.tile[1] * s.stride[0] * wide + p % s.tile[1] * s.stride[1];
                at[i] = of_part(next.part, p * pitchX, origin * pitchU, p * pitchV);
            }
        }
        now = next;
        next = step_after(now, s);
    }
}
