// Lays the rows of a matrix, usually the filters of a convolution, side by side in blocks of FILTERS, so that a kernel
// with a tile of FILTERS rows reads its next factors from one place:
//
//   packed[group][block][t*channels + c][f] = w[group][block*FILTERS + f][c*taps + t],  zero for rows that there are not
//
// w: element (row, i) of a group is at group*groupStride + row*rowStride + i*columnStride; for filters [k, c/groups, taps]
// that is rowStride = c/groups * taps, columnStride = 1, groupStride = rows*rowStride, rows = k/groups. Whoever wants the
// terms in w's own order says that there is one tap.
// packed: groups * ceil(rows/FILTERS) * length * FILTERS floats; zeros follow the channels*taps terms of a block.
//
// One work-item an element of packed: grid FILTERS, length, groups * ceil(rows/FILTERS), all rounded up at will.
// Bound by dev.lathe.backend.gpu.lowering.PackFilters.

#ifndef FILTERS
#define FILTERS 8  // rows of a block
#endif

typedef struct {
    STRUCT_OF_INTS
    int groups;
    int rows;      // of a group
    int channels;
    int taps;
    int length;    // terms of a block, channels*taps or more
    int groupStride, rowStride, columnStride;
} Packing;

__kernel void pack_filters(__global const float *restrict w, __global float *restrict packed, Packing s) {
    int f = get_global_id(0), i = get_global_id(1), block = get_global_id(2);
    int blocks = (s.rows + FILTERS - 1) / FILTERS;
    if (f >= FILTERS || i >= s.length || block >= s.groups * blocks) return;
    int group = block / blocks, row = block % blocks * FILTERS + f;
    int there = row < s.rows && i < s.channels * s.taps, term = i % s.channels * s.taps + i / s.channels;
    size_t at = (size_t)group * s.groupStride + (size_t)row * s.rowStride + (size_t)term * s.columnStride;
    packed[((size_t)block * s.length + i) * FILTERS + f] = there ? w[at] : 0.0f;
}
