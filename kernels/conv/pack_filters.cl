// Lays the rows of a matrix, usually the filters of a convolution, side by side in blocks of FILTERS, so that a kernel
// with a register tile of FILTERS rows reads its next factors from one place:
//
//   packed[group][block][i][f] = w[group][block*FILTERS + f][i],  zero for rows that there are not
//
// w: element (row, i) of a group is at group*groupStride + row*rowStride + i*columnStride; for filters [k, c/groups, taps]
// that is depth = c/groups * taps, rowStride = depth, columnStride = 1, groupStride = rows*depth, rows = k/groups.
// packed: groups * ceil(rows/FILTERS) * depth * FILTERS floats.
//
// One work-item an element of packed: grid FILTERS, depth rounded up at will, groups * ceil(rows/FILTERS).
// Bound by dev.lathe.backend.gpu.lowering.PackFilters.

#ifndef FILTERS
#define FILTERS 8  // rows of a block
#endif

__kernel void pack_filters(__global const float *restrict w, __global float *restrict packed, int rows, int depth,
                           int groupStride, int rowStride, int columnStride) {
    int f = get_global_id(0), i = get_global_id(1), block = get_global_id(2);
    int blocks = (rows + FILTERS - 1) / FILTERS;
    if (f >= FILTERS || i >= depth) return;
    int group = block / blocks, row = block % blocks * FILTERS + f;
    size_t at = (size_t)group * groupStride + (size_t)row * rowStride + (size_t)i * columnStride;
    packed[((size_t)block * depth + i) * FILTERS + f] = row < rows ? w[at] : 0.0f;
}
