// The sum of an integer convolution (IntegerWindow.java).

#ifndef X
#define X uchar // type of x: uchar or char
#endif
#ifndef W
#define W uchar // type of w: uchar or char
#endif

typedef struct {
    STRUCT_OF_INTS
    int channels;       // of x
    int group_channels; // that a filter sees
    int filters;
    int group_filters;  // filters of one group
    int in[3];          // spatial axes: extents of x, filters, result
    int taps[3];
    int out[3];
    int stride[3];
    int dilation[3];
    int pad[3];         // before the first element
} IntegerWindow;

// Sum over (x - x_zero) * (w - w_zero) for element `at` of y [n, filters, out...], which belongs to filter k.
DEVICE long centred_sum(__global const X *x, int x_zero, __global const W *w, int w_zero, IntegerWindow window, int at,
                        int k)
{
    const int volume = window.out[0] * window.out[1] * window.out[2];
    const int filter_volume = window.taps[0] * window.taps[1] * window.taps[2];
    const int n = at / volume / window.filters;
    const int first = n * window.channels + k / window.group_filters * window.group_channels;
    const int begin2 = at % window.out[2] * window.stride[2] - window.pad[2];
    const int begin1 = at / window.out[2] % window.out[1] * window.stride[1] - window.pad[1];
    const int begin0 = at / (window.out[2] * window.out[1]) % window.out[0] * window.stride[0] - window.pad[0];
    long sum = 0;
    for (int c = 0; c < window.group_channels; c++) {
        __global const W *filter = w + (k * window.group_channels + c) * filter_volume;
        for (int t0 = 0; t0 < window.taps[0]; t0++) {
            const int at0 = begin0 + t0 * window.dilation[0];
            for (int t1 = 0; t1 < window.taps[1] && at0 >= 0 && at0 < window.in[0]; t1++) {
                const int at1 = begin1 + t1 * window.dilation[1];
                const int row = (((first + c) * window.in[0] + at0) * window.in[1] + at1) * window.in[2];
                const int tap = (t0 * window.taps[1] + t1) * window.taps[2];
                for (int t2 = 0; t2 < window.taps[2] && at1 >= 0 && at1 < window.in[1]; t2++) {
                    const int at2 = begin2 + t2 * window.dilation[2];
                    if (at2 >= 0 && at2 < window.in[2]) {
                        sum += (x[row + at2] - x_zero) * (filter[tap + t2] - w_zero);
                    }
                }
            }
        }
    }
    return sum;
}
