// y = (a - a_zero) * (b - b_zero), matrices in batches. Sums are exact, their low 32 bits are kept.
//
// a, a_zero  [..., rows, depth] A, one or one for each row
// b, b_zero  [..., depth, columns] B, one or one for each column
// places     for each matrix of y, where its a, b, a_zero, b_zero begin
// y          [..., rows, columns] int
// Items      one for each element of y
// Binds      dev.lathe.backend.gpu.lowering.IntegerMatrices

#include "common/integer_matrix.h"

// Steps are 1 where each row or column has a zero point of its own, otherwise 0.
__kernel void matmul_integer(__global const A *restrict a, __global const B *restrict b,
                             __global const A *restrict a_zero, __global const B *restrict b_zero,
                             __global const int *restrict places, __global int *restrict y, int size, int a_zero_step,
                             int b_zero_step, Extents extents)
{
    if (get_global_id(0) >= (size_t)size) {
        return;
    }
    const int at = (int)get_global_id(0);
    const int column = at % extents.columns;
    const int row = at / extents.columns % extents.rows;
    __global const int *begin = places + at / extents.columns / extents.rows * 4;
    const int left = a_zero[begin[2] + row * a_zero_step];
    const int right = b_zero[begin[3] + column * b_zero_step];
    y[at] = (int)centred_dot(a + begin[0], left, b + begin[1], right, extents, row, column);
}
