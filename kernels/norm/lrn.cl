// y = x / (bias + alpha/size * sum)^beta, where sum is that of the squares of `before` channels before to `after` channels
// after the own one of x [n, channels, area]. One work-item for every element: area along axis 0 of the grid, planes
// along axis 1. Bound by Norms.

#ifndef BETA
#define BETA 0.75f // the exponent
#endif
#ifndef BY_ROOTS
#define BY_ROOTS 0 // whether BETA is 3/4: two roots are faster than a power
#endif

typedef STRUCT_OF_INTS struct {
    int planes;
    int channels;
    int area;
    int before;
    int after;
} Neighbours;

__kernel void lrn(
    __global const float *restrict x, __global float *restrict y, const Neighbours near, float scale, float bias) {
    const size_t column = get_global_id(0);
    const size_t plane = get_global_id(1);
    if (column >= (size_t)near.area || plane >= (size_t)near.planes) {
        return;
    }
    const int c = (int)(plane % near.channels);
    const int before = c < near.before ? c : near.before;
    const int after = near.channels - 1 - c < near.after ? near.channels - 1 - c : near.after;
    const size_t at = plane * near.area + column;
    const size_t first = at - (size_t)before * near.area;
    float squares = 0.0f;
    for (int other = 0; other <= before + after; other++) {
        const float value = x[first + (size_t)other * near.area];
        squares += value * value;
    }
    const float base = bias + scale * squares;
#if BY_ROOTS
    y[at] = x[at] / (sqrt(base) * sqrt(sqrt(base)));
#else
    y[at] = x[at] / pow(base, BETA);
#endif
}
