// moments [rows, 2]: mean and 1/sqrt(variance + epsilon) of each row of x [rows, length], in two passes; the variance is
// that of the population. GROUP work-items for each row, LANES sums for each. Bound by Norms.
#include "common/tree.h"

#ifndef LANES
#define LANES 1 // sums beside one another, a power of two
#endif

#define SUM(a, b) ((a) + (b))

// Adds up TERM(value) of a row into `total`. The order depends on GROUP, LANES and length alone.
#define SUM_UP(total, TERM)                                             \
    {                                                                   \
        real sums[LANES];                                               \
        UNROLL                                                          \
        for (int lane = 0; lane < LANES; lane++) {                      \
            sums[lane] = (real)0;                                       \
        }                                                               \
        int j = ITEM * LANES;                                           \
        for (; j <= length - LANES; j += GROUP * LANES) {               \
            UNROLL                                                      \
            for (int lane = 0; lane < LANES; lane++) {                  \
                sums[lane] += TERM((real)x[start + j + lane]);          \
            }                                                           \
        }                                                               \
        for (; j < length; j++) {                                       \
            sums[0] += TERM((real)x[start + j]);                        \
        }                                                               \
        total = sums[0];                                                \
        UNROLL                                                          \
        for (int lane = 1; lane < LANES; lane++) {                      \
            total += sums[lane];                                        \
        }                                                               \
    }

#define ITSELF(value) (value)
#define SQUARE_OFF(value) (((value)-mean) * ((value)-mean))

__kernel void moments(
    __global const float *restrict x, __global real *restrict moments, int rows, int length, float epsilon) {
    TREE(real, tree);
    const size_t row = ROW;
    if (row >= (size_t)rows) {
        return;
    }
    const size_t start = row * length;
    real mean;
    SUM_UP(mean, ITSELF);
    JOINED(tree, mean, SUM);
    mean /= (real)length;
    real squares;
    SUM_UP(squares, SQUARE_OFF);
    JOINED(tree, squares, SUM);
    if (ITEM == 0) {
        moments[2 * row] = mean;
        moments[2 * row + 1] = (real)1 / sqrt(squares / (real)length + (real)epsilon);
    }
}
