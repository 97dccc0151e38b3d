// y = FUNCTION(a, b) of integers or truth values with numpy broadcasting. Sums, differences, products and powers wrap
// around; what is divided by zero is 0. One work-item for every element: columns along axis 0 of the grid, rows along
// axis 1. Bound by Elementwise.
#include "common/broadcast.h"
#include "common/integers.h"

#define ADD 0
#define SUB 1
#define MUL 2
#define DIV 3 // cut towards zero
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
#define AND 14
#define OR 15
#define XOR 16

#ifndef FUNCTION
#define FUNCTION ADD // one of the above
#endif
#ifndef T
#define T int // element type of a
#endif
#ifndef U
#define U int // element type of b
#endif
#ifndef R
#define R int // element type of y
#endif

// A negative exponent gives 1/a^-b cut towards zero.
DEVICE long power(long a, long b) {
    if (b < 0) {
        return a == 1 ? 1 : a == -1 ? 1 - 2 * (b & 1) : 0;
    }
    long result = 1;
    for (long left = b; left > 0; left >>= 1) {
        result = left & 1 ? wrapped_product(result, a) : result;
        a = wrapped_product(a, a);
    }
    return result;
}

// By -1 apart: the quotient of the least number overflows.
DEVICE long rest_of(long a, long b) {
    return b == 0 || b == -1 ? 0 : a % b;
}

DEVICE long combined(long a, long b) {
#if FUNCTION == ADD
    return wrapped_sum(a, b);
#elif FUNCTION == SUB
    return wrapped_difference(a, b);
#elif FUNCTION == MUL
    return wrapped_product(a, b);
#elif FUNCTION == DIV
    return b == 0 ? 0 : b == -1 ? wrapped_difference(0, a) : a / b;
#elif FUNCTION == POW
    return power(a, b);
#elif FUNCTION == MOD
    const long rest = rest_of(a, b);
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
#elif FUNCTION == FMOD
    return rest_of(a, b);
#elif FUNCTION == MIN
    return a < b ? a : b;
#elif FUNCTION == MAX
    return a > b ? a : b;
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
#elif FUNCTION == AND
    return a != 0 && b != 0;
#elif FUNCTION == OR
    return a != 0 || b != 0;
#elif FUNCTION == XOR
    return (a != 0) != (b != 0);
#endif
}

__kernel void binary_integers(
    __global const T *restrict a, __global const U *restrict b, __global R *restrict y, const Rows rows) {
    const size_t column = get_global_id(0);
    const size_t row = get_global_id(1);
    if (column >= (size_t)rows.columns || row >= (size_t)rows.rows) {
        return;
    }
    const size_t first = row_start(rows, 0, (int)row);
    const size_t second = row_start(rows, 1, (int)row);
    y[row * rows.columns + column] = (R)combined(a[first + column * STEP_0], b[second + column * STEP_1]);
}
