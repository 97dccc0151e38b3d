// Winograd's minimal filtering F(TILE_OUT, 3) along one axis, the matrices of A. Lavin and S. Gray, "Fast Algorithms for
// Convolutional Neural Networks". The two-axis transform is the same along both.

#ifndef TILE_OUT
#define TILE_OUT 4  // outputs of a tile along one axis, 2 or 4; in the tuning 0 stands for another way
#endif
#define TILE_IN (TILE_OUT + 2)

// v[0], v[step], ... <- B^T v
DEVICE void winograd_input_axis(vec *v, int step) {
#if TILE_OUT == 2
    vec a = v[0], b = v[step], c = v[2 * step], d = v[3 * step];
    v[0] = a - c;
    v[step] = b + c;
    v[2 * step] = c - b;
    v[3 * step] = b - d;
#else
    vec a = v[0], b = v[step], c = v[2 * step], d = v[3 * step], e = v[4 * step], f = v[5 * step];
    vec four = SPLAT(4.0f), five = SPLAT(5.0f), two = SPLAT(2.0f);
    vec even = MAD(-four, c, e), odd = MAD(-four, b, d);
    vec near = e - c, step2 = two * (d - b);
    v[0] = MAD(four, a, MAD(-five, c, e));
    v[step] = even + odd;
    v[2 * step] = even - odd;
    v[3 * step] = near + step2;
    v[4 * step] = near - step2;
    v[5 * step] = MAD(four, b, MAD(-five, d, f));
#endif
}

// v[0], v[step], ... <- A^T v, TILE_OUT of them
DEVICE void winograd_output_axis(vec *v, int step) {
#if TILE_OUT == 2
    vec a = v[0], b = v[step], c = v[2 * step], d = v[3 * step];
    v[0] = a + b + c;
    v[step] = b - c - d;
#else
    vec a = v[0], b = v[step], c = v[2 * step], d = v[3 * step], e = v[4 * step], f = v[5 * step];
    vec sum1 = b + c, dif1 = b - c, sum2 = d + e, dif2 = d - e;
    v[0] = a + sum1 + sum2;
    v[step] = MAD(SPLAT(2.0f), dif2, dif1);
    v[2 * step] = MAD(SPLAT(4.0f), sum2, sum1);
    v[3 * step] = MAD(SPLAT(8.0f), dif2, dif1) + f;
#endif
}
