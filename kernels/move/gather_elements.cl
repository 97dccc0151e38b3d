// y[p] = x[p with p[axis] replaced by index[p]]; a negative index counts from the end.
//
// x      any rank; only the bits of its elements matter
// index  of y's shape; what lies outside is for check_indices to tell, here the nearest place stands for it
// y      the axes of the box, which steps over the axis in x
// Items  one for each piece of each row of y, as in copy_strided
// Binds  dev.lathe.backend.gpu.lowering.Gathering

#include "common/box.h"
#include "common/index.h"

#ifndef T
#define T int // what moves as one: uchar, int or long
#endif

// extent and step are those of the axis in x.
__kernel void gather_elements(__global const T *restrict x, __global const INDEX *restrict index,
                              __global T *restrict y, int items, int extent, int step, Box box)
{
    if (get_global_id(0) >= (size_t)items) {
        return;
    }
    int rest = (int)get_global_id(0);
    const int pieces = (box.columns + box.piece - 1) / box.piece;
    const int first = rest % pieces * box.piece;
    const int left = box.columns - first;
    const int count = left < box.piece ? left : box.piece;
    rest /= pieces;
    const int to = rest * box.columns + first;
    int from = first * box.column_from;
    UNROLL
    for (int axis = AXES - 1; axis >= 0; axis--) {
        from += rest % box.size[axis] * box.from[axis];
        rest /= box.size[axis];
    }
    for (int i = 0; i < count; i++) {
        y[to + i] = x[from + i * box.column_from + place(index[to + i], extent) * step];
    }
}
