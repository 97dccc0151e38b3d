// y[p] = sum of weights * x over the neighbours of p along up to 4 axes, or the filling where an axis has none.
//
// x        T
// places   for each axis with a table and each of its positions: first neighbour, where its weights begin, how many
// weights  pairs of floats whose sum is the weight; the first pair is 1
// filling  one element
// y        T, dense, the axes of `axes`; integers are cut towards zero but for rounding errors
// Items    one for each element of y
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
} Axes;

DEVICE SUM weight(__global const float *weights, int index)
{
    return (SUM)weights[2 * index] + (SUM)weights[2 * index + 1];
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

__kernel void resize_weighted(__global const T *restrict x, __global const int *restrict places,
                              __global const float *restrict weights, __global const T *restrict filling,
                              __global T *restrict y, int size, Axes axes)
{
    if (get_global_id(0) >= (size_t)size) {
        return;
    }
    int start[4]; // offset in x of the first neighbour
    int first[4]; // its weight
    int count[4];
    int nothing = 0;
    int rest = (int)get_global_id(0);
    for (int axis = 3; axis >= 0; axis--) {
        const int at = rest % axes.size[axis];
        rest /= axes.size[axis];
        const int own = axes.table[axis] < 0;
        const int entry = own ? 0 : axes.table[axis] + 3 * at;
        const int neighbour = own ? at : places[entry];
        start[axis] = neighbour * axes.step[axis];
        first[axis] = own ? 0 : places[entry + 1];
        count[axis] = own ? 1 : places[entry + 2];
        nothing |= neighbour < 0;
    }
    if (nothing) {
        y[get_global_id(0)] = filling[0];
        return;
    }
    SUM sum = 0;
    for (int i = 0; i < count[0]; i++) {
        SUM sum1 = 0;
        const int from1 = start[0] + i * axes.step[0] + start[1];
        for (int j = 0; j < count[1]; j++) {
            SUM sum2 = 0;
            const int from2 = from1 + j * axes.step[1] + start[2];
            for (int k = 0; k < count[2]; k++) {
                SUM sum3 = 0;
                const int from3 = from2 + k * axes.step[2] + start[3];
                for (int l = 0; l < count[3]; l++) {
                    sum3 += weight(weights, first[3] + l) * (SUM)x[from3 + l * axes.step[3]];
                }
                sum2 += weight(weights, first[2] + k) * sum3;
            }
            sum1 += weight(weights, first[1] + j) * sum2;
        }
        sum += weight(weights, first[0] + i) * sum1;
    }
    y[get_global_id(0)] = stored(sum);
}
