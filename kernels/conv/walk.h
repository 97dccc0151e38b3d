// The way of one work-item through the terms of one position's sum: taps outside, channels inside. Whether an element lies
// in x is asked once for each tap.

typedef struct {
    int z0, y0, x0;  // input coordinates of tap 0
    int z, y, x;     // the tap
    int c;           // the channel
    int at;          // where in the group's channels of the image, less than 0 where nothing is
} Walk;

DEVICE int walk_place(Walk w, Conv s) {
    int iz = w.z0 + w.z * s.dilation[0], iy = w.y0 + w.y * s.dilation[1], ix = w.x0 + w.x * s.dilation[2];
    int there = w.z < s.window[0] && iz >= 0 && iz < s.in[0] && iy >= 0 && iy < s.in[1] && ix >= 0 && ix < s.in[2];
    return there ? ((w.c * s.in[0] + iz) * s.in[1] + iy) * s.in[2] + ix : -0x7fffffff - 1;
}

// To the first tap, from now on, that has channel number w.c; behind the last tap nothing is there. The channel is counted
// on even there: whoever has no position goes through the terms in the same steps as its neighbours, which wait for it.
DEVICE Walk walk_over_taps(Walk w, Conv s) {
    while (w.c >= s.channels) {
        w.c -= s.channels;
        if (w.z < s.window[0] && ++w.x == s.window[2]) {
            w.x = 0;
            if (++w.y == s.window[1]) {
                w.y = 0;
                w.z++;
            }
        }
    }
    w.at = walk_place(w, s);
    return w;
}

// Term number `term` of position `inside` of an image, or of none.
DEVICE Walk walk_from(int inside, int none, int term, Conv s) {
    Walk w;
    w.z0 = inside / (s.out[1] * s.out[2]) * s.stride[0] - s.pad[0];
    w.y0 = inside / s.out[2] % s.out[1] * s.stride[1] - s.pad[1];
    w.x0 = inside % s.out[2] * s.stride[2] - s.pad[2];
    w.z = none ? s.window[0] : 0;
    w.y = w.x = 0;
    w.c = term;
    return walk_over_taps(w, s);
}
