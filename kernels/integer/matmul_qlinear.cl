// y = saturate(round((a - a_zero) * (b - b_zero) * a_scale * b_scale / y_scale) + y_zero), ties to even, matrices in
// batches.
//
// a, a_zero  [..., rows, depth] A
// b, b_zero  [..., depth, columns] B
// y, y_zero  [..., rows, columns] Y
// scales     float; scales and zero points of a and y are one or one for each row, those of b one for each column
// places     for each matrix of y, where its a, a_scale, a_zero, b, b_scale, b_zero, y_scale, y_zero begin
// Items      one for each element of y
// Binds      dev.lathe.backend.gpu.lowering.IntegerMatrices

#include "common/integer_matrix.h"
#include "common/code.h"

#ifndef Y
#define Y uchar // type of y: uchar or char; LEAST is its least value
#endif

// 1 where there is one number for each row or column, otherwise 0.
typedef struct {
    STRUCT_OF_INTS
    int a_scale;
    int a_zero;
    int b_scale;
    int b_zero;
    int y_scale;
    int y_zero;
} Steps;

__kernel void matmul_qlinear(__global const A *restrict a, __global const float *restrict a_scale,
                             __global const A *restrict a_zero, __global const B *restrict b,
                             __global const float *restrict b_scale, __global const B *restrict b_zero,
                             __global const float *restrict y_scale, __global const Y *restrict y_zero,
                             __global const int *restrict places, __global Y *restrict y, int size, Steps steps,
                             Extents extents)
{
    if (get_global_id(0) >= (size_t)size) {
        return;
    }
    const int at = (int)get_global_id(0);
    const int column = at % extents.columns;
    const int row = at / extents.columns % extents.rows;
    __global const int *begin = places + at / extents.columns / extents.rows * 8;
    const int left = a_zero[begin[2] + row * steps.a_zero];
    const int right = b_zero[begin[5] + column * steps.b_zero];
    const long sum = centred_dot(a + begin[0], left, b + begin[3], right, extents, row, column);
    const real scale = (real)a_scale[begin[1] + row * steps.a_scale] * (real)b_scale[begin[4] + column * steps.b_scale];
    const real quotient = (real)sum * (extents.depth == 0 ? (real)0 : scale)
                          / (real)y_scale[begin[6] + row * steps.y_scale];
    y[at] = (Y)code(quotient, y_zero[begin[7] + row * steps.y_zero]);
}
