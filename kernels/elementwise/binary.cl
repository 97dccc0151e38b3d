// y = FUNCTION(a, b) of floats with numpy broadcasting; comparisons give truth values. One work-item for every element:
// columns along axis 0 of the grid, rows along axis 1. Bound by Elementwise.
#include "common/broadcast.h"

#define ADD 0
#define SUB 1
#define MUL 2
#define DIV 3
#define POW 4
#define MOD 5  // has the sign of b
#define FMOD 6 // has the sign of a
#define MIN 7
#define MAX 8
#define EQUAL 9
#define LESS 10
#define LESS_OR_EQUAL 11
#define GREATER 12
#define GREATER_OR_EQUAL 13

#ifndef FUNCTION
#define FUNCTION ADD // one of the above
#endif
#ifndef R
#define R float // element type of y
#endif

DEVICE R combined(float a, float b) {
#if FUNCTION == ADD
    return a + b;
#elif FUNCTION == SUB
    return a - b;
#elif FUNCTION == MUL
    return a * b;
#elif FUNCTION == DIV
    return a / b;
#elif FUNCTION == POW
    // 1 to the power of what is no finite number is no number: b - b.
    return fabs(a) != 1.0f || fabs(b) < INFINITY ? pow(a, b) : b - b;
#elif FUNCTION == MOD
    const float rest = fmod(a, b);
    return rest != 0.0f && (rest < 0.0f) != (b < 0.0f) ? rest + b : rest;
#elif FUNCTION == FMOD
    return fmod(a, b);
#elif FUNCTION == MIN // NaN wins
    return a < b || a != a ? a : b;
#elif FUNCTION == MAX
    return a > b || a != a ? a : b;
#elif FUNCTION == EQUAL
    return a == b;
#elif FUNCTION == LESS
    return a < b;
#elif FUNCTION == LESS_OR_EQUAL
    return a <= b;
#elif FUNCTION == GREATER
    return a > b;
#elif FUNCTION == GREATER_OR_EQUAL
    return a >= b;
#endif
}

__kernel void binary(
    __global const float *restrict a, __global const float *restrict b, __global R *restrict y, const Rows rows) {
    const size_t column = get_global_id(0);
    const size_t row = get_global_id(1);
    if (column >= (size_t)rows.columns || row >= (size_t)rows.rows) {
        return;
    }
    const size_t first = row_start(rows, 0, (int)row);
    const size_t second = row_start(rows, 1, (int)row);
    y[row * rows.columns + column] = combined(a[first + column * STEP_0], b[second + column * STEP_1]);
}
