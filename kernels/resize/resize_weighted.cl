// y[p] = sum of weights * x over the neighbours of p along up to 4 axes, or the filling where an axis has none.
//
// x        T
// places   for each axis with a table and each of its positions: first neighbour, where its weights begin, how many
// weights  pairs of floats whose sum is the weight; the first pair is 1
// filling  one element
// y        T, dense, the axes of `axes`; integers are cut towards zero but for rounding errors
// Items    one for each piece of each row of y, the pieces of a row in turn
// Binds    dev.lathe.backend.gpu.lowering.Resizing

#include "common/integers.h"

#ifndef T
#define T float // type of the elements
#endif
#ifndef SUM
#define SUM float // in which is summed: float for floats, real for integers
#endif
#ifndef WHOLE
#define WHOLE 0 // 1 where T is an integer
#endif

typedef struct {
    STRUCT_OF_INTS
    int size[4];  // extents of y
    int step[4];  // distance of neighbours in x
    int table[4]; // where the axis begins in places; -1 where every position is its own only neighbour
    int piece;    // elements an item makes along the last axis
} Axes;

DEVICE SUM weight(__global const float *weights, int index)
{
    // the second float is nothing beside the first in a sum of floats
    return WHOLE ? (SUM)weights[2 * index] + (SUM)weights[2 * index + 1] : (SUM)weights[2 * index];
}

DEVICE T stored(SUM sum)
{
#if WHOLE
    const real near = rint(sum);
    return (T)cut(fabs(sum - near) <= (real)1 / (real)10000 ? near : sum);
#else
    return sum;
#endif
}

// The neighbours of one position of an axis: the first is `index`; those after it lie behind it.
typedef struct {
    int index; // -1 for none
    int first; // its weight
    int count;
} Neighbours;

DEVICE Neighbours neighbours(__global const int *places, int table, int at)
{
    Neighbours found = {at, 0, 1};
    if (table >= 0) {
        found.index = places[table + 3 * at];
        found.first = places[table + 3 * at + 1];
        found.count = places[table + 3 * at + 2];
    }
    return found;
}

__kernel void resize_weighted(__global const T *restrict x, __global const int *restrict places,
                              __global const float *restrict weights, __global const T *restrict filling,
                              __global T *restrict y, int items, Axes axes)
{
    if (get_global_id(0) >= (size_t)items) {
        return;
    }
    int rest = (int)get_global_id(0);
    const int pieces = (axes.size[3] + axes.piece - 1) / axes.piece;
    const int begin = rest % pieces * axes.piece;
    const int end = axes.size[3] - begin < axes.piece ? axes.size[3] : begin + axes.piece;
    rest /= pieces;
    __global T *row = y + rest * axes.size[3];
    const Neighbours n2 = neighbours(places, axes.table[2], rest % axes.size[2]);
    rest /= axes.size[2];
    const Neighbours n1 = neighbours(places, axes.table[1], rest % axes.size[1]);
    rest /= axes.size[1];
    const Neighbours n0 = neighbours(places, axes.table[0], rest);
    const int from = n0.index * axes.step[0] + n1.index * axes.step[1] + n2.index * axes.step[2];
    for (int at = begin; at < end; at++) {
        const Neighbours n3 = neighbours(places, axes.table[3], at);
        if (n0.index < 0 || n1.index < 0 || n2.index < 0 || n3.index < 0) {
            row[at] = filling[0];
            continue;
        }
        const int from3 = from + n3.index * axes.step[3];
        SUM sum = 0;
        for (int i = 0; i < n0.count; i++) {
            SUM sum1 = 0;
            for (int j = 0; j < n1.count; j++) {
                SUM sum2 = 0;
                for (int k = 0; k < n2.count; k++) {
                    SUM sum3 = 0;
                    const int first = from3 + i * axes.step[0] + j * axes.step[1] + k * axes.step[2];
                    for (int l = 0; l < n3.count; l++) {
                        sum3 += weight(weights, n3.first + l) * (SUM)x[first + l * axes.step[3]];
                    }
                    sum2 += weight(weights, n2.first + k) * sum3;
                }
                sum1 += weight(weights, n1.first + j) * sum2;
            }
            sum += weight(weights, n0.first + i) * sum1;
        }
        row[at] = stored(sum);
    }
}
