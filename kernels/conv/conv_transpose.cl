// Transposed convolution, gathered: y[o] = bias + sum of x[i]*w[t] over the taps t and positions i of x with
// i*stride + t*dilation - pad = o.  x [n, c, in...], w [c, k/groups, taps...], y [n, k, out...], up to three spatial axes,
// those that are missing of extent 1 in front. FILTERS neighbouring filters of one group for each work-item: the last
// spatial axis along axis 0 of the grid, the others along axis 1, n and blocks of filters along axis 2. Bound by
// TransposedConvolutions.

#ifndef FILTERS
#define FILTERS 1 // filters that a work-item computes
#endif
#ifndef BIAS
#define BIAS 0 // whether there is a bias [k]
#endif

typedef STRUCT_OF_INTS struct {
    int n;
    int channels;
    int groups;
    int filters; // of one group
    int in[3];
    int taps[3];
    int stride[3];
    int dilation[3];
    int pad[3];    // what is cut off y before its first position
    int period[3]; // taps that reach one position of y lie so far apart
    int out[3];
} Spread;

// The first tap along `axis` that reaches position `o` of y counted with its padding; the number of taps if none does.
DEVICE int first_tap(Spread spread, int axis, int o) {
    for (int t = 0; t < spread.period[axis] && t < spread.taps[axis]; t++) {
        if ((o - t * spread.dilation[axis]) % spread.stride[axis] == 0) {
            return t;
        }
    }
    return spread.taps[axis];
}

// The position of x whose tap t reaches `o`; -1 if it lies outside.
DEVICE int source_of(Spread spread, int axis, int o, int t) {
    const int scaled = o - t * spread.dilation[axis];
    const int i = scaled / spread.stride[axis];
    return scaled < 0 || i >= spread.in[axis] ? -1 : i;
}

__kernel void conv_transpose(
    __global const float *restrict x,
    __global const float *restrict w,
#if BIAS
    __global const float *restrict bias,
#endif
    __global float *restrict y,
    const Spread spread) {
    const size_t column = get_global_id(0);
    const size_t row = get_global_id(1);
    const size_t rows = (size_t)spread.out[0] * spread.out[1];
    const int blocks = (spread.filters + FILTERS - 1) / FILTERS;
    if (column >= (size_t)spread.out[2] || row >= rows ||
        get_global_id(2) >= (size_t)spread.n * spread.groups * blocks) {
        return;
    }
    const int block = (int)(get_global_id(2) % blocks);
    const int group = (int)(get_global_id(2) / blocks % spread.groups);
    const size_t n = get_global_id(2) / blocks / spread.groups;
    const int channels = spread.channels / spread.groups;
    const int first = block * FILTERS;
    const size_t area = (size_t)spread.in[0] * spread.in[1] * spread.in[2];
    const size_t taps = (size_t)spread.taps[0] * spread.taps[1] * spread.taps[2];
    const size_t apart = spread.filters * taps;
    const int o0 = (int)row / spread.out[1] + spread.pad[0];
    const int o1 = (int)row % spread.out[1] + spread.pad[1];
    const int o2 = (int)column + spread.pad[2];
    const int begin1 = first_tap(spread, 1, o1);
    const int begin2 = first_tap(spread, 2, o2);
    float sums[FILTERS];
    UNROLL
    for (int f = 0; f < FILTERS; f++) {
        sums[f] = 0.0f;
    }
    for (int t0 = first_tap(spread, 0, o0); t0 < spread.taps[0]; t0 += spread.period[0]) {
        const int i0 = source_of(spread, 0, o0, t0);
        for (int t1 = begin1; t1 < spread.taps[1] && i0 >= 0; t1 += spread.period[1]) {
            const int i1 = source_of(spread, 1, o1, t1);
            for (int t2 = begin2; t2 < spread.taps[2] && i1 >= 0; t2 += spread.period[2]) {
                const int i2 = source_of(spread, 2, o2, t2);
                if (i2 < 0) {
                    continue;
                }
                const size_t from = ((size_t)i0 * spread.in[1] + i1) * spread.in[2] + i2;
                const int tap = (t0 * spread.taps[1] + t1) * spread.taps[2] + t2;
                __global const float *source = x + (n * spread.channels + group * channels) * area + from;
                __global const float *weight = w + ((size_t)group * channels * spread.filters + first) * taps + tap;
                for (int c = 0; c < channels; c++) {
                    const float value = source[c * area];
                    UNROLL
                    for (int f = 0; f < FILTERS; f++) {
                        // what a last block is too long for is computed twice, and dropped
                        const int filter = first + f < spread.filters ? f : 0;
                        sums[f] += value * weight[c * apart + filter * taps];
                    }
                }
            }
        }
    }
    UNROLL
    for (int f = 0; f < FILTERS; f++) {
        const int filter = group * spread.filters + first + f;
        if (first + f < spread.filters) {
            const size_t plane = n * spread.groups * spread.filters + filter;
#if BIAS
            sums[f] += bias[filter];
#endif
            y[(plane * rows + row) * spread.out[2] + column] = sums[f];
        }
    }
}
