// Matrix times a few vectors on a GPU, bound by how fast the matrix comes from memory.
//
//   y[m, row] = activation(sum over i of w[row, i] * x[m, i] + bias[row])
//
// w [rows, depth], x [columns, depth], bias [rows], y [columns, rows]; 4 divides depth, so that rows are read in quads.
// A work-item of a group takes every GROUP-th quad of ROWS rows; what they have is added in order by one of them for each
// result.
//
// Grid in work-groups: ceil(rows / ROWS). Local size GROUP, 1, 1.
// Bound by dev.lathe.backend.gpu.lowering.GemvGroup.

#ifndef GROUP
#define GROUP 128  // work-items of a group
#endif
#ifndef ROWS
#define ROWS 4     // rows of a group: streams that are read at once, ROWS*COLUMNS sums of a work-item
#endif
#ifndef COLUMNS
#define COLUMNS 1  // vectors that there is room for
#endif
#ifndef BIAS
#define BIAS 0     // 1: bias is added; otherwise any buffer is passed for it
#endif
#define SUMS (ROWS * COLUMNS)
#define PITCH (GROUP + 1)  // so that work-items that add up neighbouring results ask different banks

#include "common/activation.h"

__kernel GROUP_OF(GROUP, 1, 1) void gemv_group(__global const float *restrict x, __global const float *restrict w,
                                               __global const float *restrict bias, __global float *restrict y, int rows,
                                               int depth, int columns) {
    __local float sums[SUMS * PITCH];

    int item = get_local_id(0), row = get_group_id(0) * ROWS, quads = depth / 4;
    __global const float4 *line[ROWS];
    float sum[SUMS];
    UNROLL
    for (int r = 0; r < ROWS; r++) // rows that there are not repeat the last one and are not stored
        line[r] = (__global const float4 *)(w + (size_t)(row + r < rows ? row + r : rows - 1) * depth);
    UNROLL
    for (int i = 0; i < SUMS; i++) sum[i] = 0.0f;
    for (int i = item; i < quads; i += GROUP) {
        float4 f[ROWS];
        UNROLL
        for (int r = 0; r < ROWS; r++) f[r] = line[r][i];
        UNROLL
        for (int m = 0; m < COLUMNS; m++) {
            float4 a = ((__global const float4 *)(x + (size_t)(m < columns ? m : 0) * depth))[i];
            UNROLL
            for (int r = 0; r < ROWS; r++) {
                int at = r * COLUMNS + m;
                sum[at] = fma(f[r].x, a.x, sum[at]);
                sum[at] = fma(f[r].y, a.y, sum[at]);
                sum[at] = fma(f[r].z, a.z, sum[at]);
                sum[at] = fma(f[r].w, a.w, sum[at]);
            }
        }
    }
    UNROLL
    for (int i = 0; i < SUMS; i++) sums[i * PITCH + item] = sum[i];
    BARRIER();
    for (int i = item; i < SUMS; i += GROUP) {
        int r = row + i / COLUMNS, m = i % COLUMNS;
        float total = 0.0f;
        for (int j = 0; j < GROUP; j++) total += sums[i * PITCH + j];
        if (r < rows && m < columns) {
            if (BIAS) total += bias[r];
            y[(size_t)m * rows + r] = ACTIVATE(total);
        }
    }
}
