// Moves a block of elements: y[to(p)] = x[from(p)] for all positions p of the box.
//
// x, y   any elements; only their bits matter
// Items  one for each piece of each row: rows * ceil(box.columns / box.piece), the pieces of a row in turn
// Binds  dev.lathe.backend.gpu.lowering.Copies

#include "common/box.h"

#ifndef T
#define T int // what moves as one: uchar, int or long
#endif

__kernel void copy_strided(__global const T *restrict x, __global T *restrict y, int items, Box box)
{
    if (get_global_id(0) >= (size_t)items) {
        return;
    }
    int rest = (int)get_global_id(0);
    const int pieces = (box.columns + box.piece - 1) / box.piece;
    const int first = rest % pieces * box.piece;
    const int left = box.columns - first;
    const int count = left < box.piece ? left : box.piece;
    int from = box.from_start + first * box.column_from;
    int to = box.to_start + first * box.column_to;
    rest /= pieces;
    UNROLL
    for (int axis = AXES - 1; axis >= 0; axis--) {
        const int at = rest % box.size[axis];
        from += at * box.from[axis];
        to += at * box.to[axis];
        rest /= box.size[axis];
    }
    if (box.column_from == 1 && box.column_to == 1) {
        for (int i = 0; i < count; i++) {
            y[to + i] = x[from + i];
        }
    } else {
        for (int i = 0; i < count; i++) {
            y[to + i * box.column_to] = x[from + i * box.column_from];
        }
    }
}
