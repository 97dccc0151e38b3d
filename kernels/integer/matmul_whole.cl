// y = alpha * a * b + beta * c + residual for 32 or 64-bit integers, matrices in batches. Sums wrap around at 64 bits,
// then the low bits are kept that T holds; products by alpha and beta are cut towards zero.
//
// a         matrices [rows, depth], or the other way round
// b         matrices [depth, columns], or the other way round
// c         one matrix that is widened to [rows, columns]; a single 0 if there is none
// residual  of y's shape; a single 0 if there is none
// places    for each matrix of y, where its a and b begin
// y         [..., rows, columns] T
// Items     one for each element of y
// Binds     dev.lathe.backend.gpu.lowering.IntegerMatrices

#include "common/integers.h"

#ifndef T
#define T int // int or long
#endif
#ifndef SCALED
#define SCALED 0 // 1 if alpha or beta are not 1
#endif

typedef struct {
    STRUCT_OF_INTS
    int rows;
    int columns;
    int depth;
    int a_row; // distances: in a from one row to the next, and along the depth
    int a_depth;
    int b_depth; // in b along the depth, and from one column to the next
    int b_column;
    int c_row; // in c from one row to the next, and from one column to the next
    int c_column;
    int residual; // 1, or 0 if there is none
} Strides;

// Numbers modulo 2^64: their sums and products wrap around everywhere.
DEVICE unsigned long scaled(float factor, unsigned long value)
{
    return SCALED && factor != 1 ? (unsigned long)cut((real)factor * (real)(long)value) : value;
}

__kernel void matmul_whole(__global const T *restrict a, __global const T *restrict b, __global const T *restrict c,
                           __global const T *restrict residual, __global const int *restrict places,
                           __global T *restrict y, int size, float alpha, float beta, Strides strides)
{
    if (get_global_id(0) >= (size_t)size) {
        return;
    }
    const int at = (int)get_global_id(0);
    const int column = at % strides.columns;
    const int row = at / strides.columns % strides.rows;
    __global const int *begin = places + at / strides.columns / strides.rows * 2;
    int from_a = begin[0] + row * strides.a_row;
    int from_b = begin[1] + column * strides.b_column;
    unsigned long sum = 0;
    for (int i = 0; i < strides.depth; i++) {
        sum += (unsigned long)a[from_a + i * strides.a_depth] * (unsigned long)b[from_b + i * strides.b_depth];
    }
    sum = scaled(alpha, sum) + scaled(beta, (unsigned long)c[row * strides.c_row + column * strides.c_column]);
    y[at] = (T)(sum + (unsigned long)residual[at * strides.residual]);
}
