// y = greatest of each window of x [planes, h, w], where no taps are left out and every window meets x: what hangs over an
// edge sees the edge instead, which is in the window as well. One work-item for every result y [planes, oh, ow], innermost
// axis first. Without branches, so that neighbours become lanes on a CPU. Bound by Pools.

#ifndef T
#define T float // element type of x and y
#endif
#ifndef FLOATS
#define FLOATS 1 // whether T is float
#endif
#ifndef LOWEST
#define LOWEST (-INFINITY) // the least T
#endif
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

#if FLOATS
#define NO_NUMBER(x) ((x) != (x))
#else
#define NO_NUMBER(x) 0
#endif

#if OVERHANGS
#define INSIDE(i, extent) ((i) < 0 ? 0 : (i) < (extent) ? (i) : (extent)-1)
#else
#define INSIDE(i, extent) (i)
#endif

typedef STRUCT_OF_INTS struct {
    int planes;
    int h;
    int w;
    int oh;
    int ow;
    int top;  // rows of padding
    int left; // columns of padding
} Plane;

__kernel void pool_max_2d(__global const T *restrict x, __global T *restrict y, const Plane plane) {
    const size_t column = get_global_id(0);
    const size_t row = get_global_id(1);
    const size_t p = get_global_id(2);
    if (column >= (size_t)plane.ow || row >= (size_t)plane.oh || p >= (size_t)plane.planes) {
        return;
    }
    const int top = (int)row * SH - plane.top;
    const int left = (int)column * SW - plane.left;
    __global const T *from = x + p * plane.h * plane.w;
    T best = LOWEST;
    UNROLL
    for (int i = 0; i < KH; i++) {
        const int line = INSIDE(top + i, plane.h) * plane.w;
        UNROLL
        for (int j = 0; j < KW; j++) {
            const T value = from[line + INSIDE(left + j, plane.w)];
            best = value > best || NO_NUMBER(value) ? value : best;
        }
    }
    y[(p * plane.oh + row) * plane.ow + column] = best;
}
