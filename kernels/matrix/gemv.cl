// Matrix times a few vectors, bound by how fast the matrix comes from memory.
//
//   y[m, row] = activation(sum over i of w[row, i] * x[m, i] + bias[row])
//
// w [rows, depth], x [COLUMNS, depth], bias [rows], y [COLUMNS, rows]. Lane l of a vector sums elements l, l + VW, ...
// in order, then the lanes are summed in order, then what is left of a row that VW does not divide.
//
// One work-item, alone in its group, computes ROWS rows. Grid: ceil(rows / ROWS).
// Bound by dev.lathe.backend.gpu.lowering.Gemv.

#ifndef ROWS
#define ROWS 4     // rows of one work-item: streams that are read at once, ROWS*COLUMNS sums
#endif
#ifndef COLUMNS
#define COLUMNS 1  // vectors in x, 1 to 4
#endif
#ifndef BIAS
#define BIAS 0     // 1: bias is added; otherwise any buffer is passed for it
#endif

#include "common/activation.h"

__kernel GROUP_OF(1, 1, 1) void gemv(__global const float *restrict x, __global const float *restrict w,
                                     __global const float *restrict bias, __global float *restrict y, int rows,
                                     int depth) {
    int row = get_group_id(0) * ROWS;
    __global const float *line[ROWS];
    vec sum[ROWS][COLUMNS];
    UNROLL
    for (int r = 0; r < ROWS; r++) {
        // Rows that there are not repeat the last one and are not stored
        line[r] = w + (size_t)(row + r < rows ? row + r : rows - 1) * depth;
        UNROLL
        for (int m = 0; m < COLUMNS; m++) sum[r][m] = SPLAT(0.0f);
    }
    int i = 0;
    for (; i + VW <= depth; i += VW) {
        vec a[COLUMNS];
        UNROLL
        for (int m = 0; m < COLUMNS; m++) a[m] = LOAD(x + (size_t)m * depth + i);
        UNROLL
        for (int r = 0; r < ROWS; r++) {
            vec f = LOAD(line[r] + i);
            UNROLL
            for (int m = 0; m < COLUMNS; m++) sum[r][m] = MAD(f, a[m], sum[r][m]);
        }
    }

    float results[ROWS * COLUMNS * VW];
    UNROLL
    for (int r = 0; r < ROWS; r++)
        UNROLL
        for (int m = 0; m < COLUMNS; m++) STORE(sum[r][m], results + (r * COLUMNS + m) * VW);
    float lanes[ROWS + VW];
    for (int m = 0; m < COLUMNS; m++) {
        for (int r = 0; r < ROWS; r++) {
            float total = 0.0f;
            for (int l = 0; l < VW; l++) total += results[(r * COLUMNS + m) * VW + l];
            __global const float *rest = w + (size_t)(row + r < rows ? row + r : rows - 1) * depth;
            for (int j = i; j < depth; j++) total = fma(rest[j], x[(size_t)m * depth + j], total);
#if BIAS
            total += bias[row + r < rows ? row + r : rows - 1];
#endif
            lanes[r] = total;
        }
        for (int r = 0; r < ROWS; r += VW) {
            // ACTIVATE takes vectors here: what lies behind the rows is anything, and dropped
            for (int l = ROWS; l < r + VW; l++) lanes[l] = 0.0f;
            STORE(ACTIVATE(LOAD(lanes + r)), lanes + r);
        }
        for (int r = 0; r < ROWS && row + r < rows; r++) y[(size_t)m * rows + row + r] = lanes[r];
    }
}
