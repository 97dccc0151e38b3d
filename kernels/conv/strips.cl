// Lays images out for kernels that read every tap of a convolution as one contiguous piece, whatever the stride.
//
//   xs[n][c][phase z, y, x][z][y][x] = padded x[n][c] at index*stride + phase of each axis, zero outside of x
//
// x [n, c, in]; an image of fewer than three axes has leading ones of extent 1. Of each axis there are
//   phases = min(stride, (kernel - 1)*dilation + 1),
//   extent = max(out, ceil((padBegin + in) / stride), out + (kernel - 1)*dilation / stride - padBegin / stride),
// which is less than the padded image has: the zeros after a row are also the zeros before the next one. What a tap
// reads past the end of the buffer counts as zero.
//
// One work-item, alone in its group, fills ROWS rows of one plane: grid ceil(extent y / ROWS), phases * extent z, n*c.
// Bound by dev.lathe.backend.gpu.lowering.Strips.

#ifndef ROWS
#define ROWS 8  // rows of one work-item
#endif

typedef struct {
    STRUCT_OF_INTS
    int in[3];
    int extent[3];
    int phases[3];
    int stride[3];
    int pad[3];
} Layout;

// The first index whose padded coordinate index*stride + phase is at least `edge`.
DEVICE int first_index(int edge, int phase, int stride) {
    return edge <= phase ? 0 : (edge - phase + stride - 1) / stride;
}

__kernel GROUP_OF(1, 1, 1) void strips(__global const float *restrict x, __global float *restrict xs, Layout s) {
    int plane = get_group_id(1), image = get_group_id(2);
    int z = plane % s.extent[0], phase = plane / s.extent[0];
    int px = phase % s.phases[2], py = phase / s.phases[2] % s.phases[1], pz = phase / s.phases[2] / s.phases[1];
    int iz = z * s.stride[0] + pz - s.pad[0];
    int width = s.extent[2], step = s.stride[2];
    int begin = first_index(s.pad[2], px, step), end = first_index(s.pad[2] + s.in[2], px, step);
    if (begin > width) begin = width;
    if (end > width) end = width;
    int y0 = get_group_id(0) * ROWS, y1 = y0 + ROWS < s.extent[1] ? y0 + ROWS : s.extent[1];
    xs += (((size_t)image * get_num_groups(1) + plane) * s.extent[1] + y0) * width;
    x += ((size_t)image * s.in[0] + iz) * s.in[1] * s.in[2] + px - s.pad[2];
    for (int y = y0; y < y1; y++, xs += width) {
        int iy = y * s.stride[1] + py - s.pad[1];
        int i = 0;
        if (iz >= 0 && iz < s.in[0] && iy >= 0 && iy < s.in[1]) {
            __global const float *row = x + iy * s.in[2];
            for (; i < begin; i++) xs[i] = 0.0f;
            if (step == 1) {
                for (; i + VW <= end; i += VW) STORE(LOAD(row + i), xs + i);
                for (; i < end; i++) xs[i] = row[i];
            } else {
                for (; i < end; i++) xs[i] = row[i * step];
            }
        }
        for (; i + VW <= width; i += VW) STORE(SPLAT(0.0f), xs + i);
        for (; i < width; i++) xs[i] = 0.0f;
    }
}
