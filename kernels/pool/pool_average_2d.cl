// y = mean of each window of x [planes, h, w], where no taps are left out and every window meets x. One work-item for
// every result y [planes, oh, ow], innermost axis first. Without branches, so that neighbours become lanes on a CPU.
// Bound by Pools.

#ifndef KH
#define KH 2 // height of the window
#endif
#ifndef KW
#define KW 2 // width of the window
#endif
#ifndef SH
#define SH 2 // stride down
#endif
#ifndef SW
#define SW 2 // stride to the right
#endif
#ifndef OVERHANGS
#define OVERHANGS 1 // whether some windows hang over an edge
#endif

typedef STRUCT_OF_INTS struct {
    int planes;
    int h;
    int w;
    int oh;
    int ow;
    int top;           // rows of padding
    int left;          // columns of padding
    int counted_above; // rows of padding that the mean counts
    int counted_below;
    int counted_before; // columns of it
    int counted_behind;
} Plane;

#if OVERHANGS
#define INSIDE(i, extent) ((i) < 0 ? 0 : (i) < (extent) ? (i) : (extent)-1)
#define IS_INSIDE(i, extent) (((i) >= 0) & ((i) < (extent)))
#else
#define INSIDE(i, extent) (i)
#define IS_INSIDE(i, extent) 1
#endif

// How many of `count` positions from `begin` on lie in first..end-1.
DEVICE int overlap(int begin, int count, int first, int end) {
    const int from = begin > first ? begin : first;
    const int to = begin + count < end ? begin + count : end;
    return to - from;
}

__kernel void pool_average_2d(__global const float *restrict x, __global float *restrict y, const Plane plane) {
    const size_t column = get_global_id(0);
    const size_t row = get_global_id(1);
    const size_t p = get_global_id(2);
    if (column >= (size_t)plane.ow || row >= (size_t)plane.oh || p >= (size_t)plane.planes) {
        return;
    }
    const int top = (int)row * SH - plane.top;
    const int left = (int)column * SW - plane.left;
    __global const float *from = x + p * plane.h * plane.w;
    float sum = 0.0f;
    UNROLL
    for (int i = 0; i < KH; i++) {
        const int line = INSIDE(top + i, plane.h) * plane.w;
        UNROLL
        for (int j = 0; j < KW; j++) {
            const float value = from[line + INSIDE(left + j, plane.w)];
            sum += IS_INSIDE(top + i, plane.h) & IS_INSIDE(left + j, plane.w) ? value : 0.0f;
        }
    }
#if OVERHANGS
    const int high = overlap(top, KH, -plane.counted_above, plane.h + plane.counted_below);
    const int wide = overlap(left, KW, -plane.counted_before, plane.w + plane.counted_behind);
    const float count = (float)(high * wide);
#else
    const float count = (float)(KH * KW);
#endif
    y[(p * plane.oh + row) * plane.ow + column] = sum / count;
}
