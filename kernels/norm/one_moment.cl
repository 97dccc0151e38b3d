// y [rows] = column WHICH of moments [rows, 2]. One work-item for each row. Bound by Norms.

#ifndef WHICH
#define WHICH 0 // 0 the mean, 1 the inverse deviation
#endif

__kernel void one_moment(__global const real *restrict moments, __global float *restrict y, int rows) {
    const size_t row = get_global_id(0);
    if (row >= (size_t)rows) {
        return;
    }
    y[row] = (float)moments[2 * row + WHICH];
}
