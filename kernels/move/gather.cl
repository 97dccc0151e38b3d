// y[o, j, i] = x[o, index[j], i]; a negative index counts from the end.
//
// x      [outer, extent, inner], extent > 0; only the bits of its elements matter
// index  [count]; what lies outside is for check_indices to tell, here the nearest place stands for it
// y      [outer, count, inner]
// Items  one for each piece of each run of y: outer * count * ceil(inner / piece), the pieces of a run in turn
// Binds  dev.lathe.backend.gpu.lowering.Gathering

#include "common/index.h"

#ifndef T
#define T int // what moves as one: uchar, int or long
#endif

__kernel void gather(__global const T *restrict x, __global const INDEX *restrict index, __global T *restrict y,
                     int items, int extent, int count, int inner, int piece)
{
    if (get_global_id(0) >= (size_t)items) {
        return;
    }
    const int item = (int)get_global_id(0);
    const int pieces = (inner + piece - 1) / piece;
    const int row = item / pieces;
    const int first = item % pieces * piece;
    const int last = inner - first < piece ? inner : first + piece;
    const int from = (row / count * extent + place(index[row % count], extent)) * inner;
    const int to = row * inner;
    for (int i = first; i < last; i++) {
        y[to + i] = x[from + i];
    }
}
