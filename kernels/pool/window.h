// A window that slides over up to three spatial axes, those that are missing of extent 1 in front.

typedef STRUCT_OF_INTS struct {
    int planes; // n*c of x [n, c, in...]
    int in[3];
    int extent[3]; // of the kernel
    int stride[3];
    int dilation[3];
    int pad_begin[3];
    int pad_end[3];
    int out[3];
} Window;

// Where along `axis` the window of output position `o` begins; negative inside the padding.
DEVICE int begin_of(Window window, int axis, int o) {
    return o * window.stride[axis] - window.pad_begin[axis];
}

// How many taps along `axis`, from one at `begin` on, lie before position `end`.
DEVICE int taps_below(Window window, int axis, int begin, int end) {
    const int room = end - begin;
    const int taps = room <= 0 ? 0 : (room - 1) / window.dilation[axis] + 1;
    return taps < window.extent[axis] ? taps : window.extent[axis];
}

// The first tap along `axis`, from one at `begin` on, that lies inside the input.
DEVICE int first_tap(Window window, int axis, int begin) {
    return taps_below(window, axis, begin, 0);
}

// One past the last tap that lies inside the input.
DEVICE int end_tap(Window window, int axis, int begin) {
    return taps_below(window, axis, begin, window.in[axis]);
}

// How many taps lie inside the input or its padding, but not in the overhang beyond.
DEVICE int padded_taps(Window window, int axis, int begin) {
    return taps_below(window, axis, begin, window.in[axis] + window.pad_end[axis]);
}

// What the window of one output position meets: taps first..end-1 along each axis, tap 0 at `begin`.
typedef struct {
    int begin[3];
    int first[3];
    int end[3];
} Taps;

DEVICE Taps taps_at(Window window, int o0, int o1, int o2) {
    Taps taps;
    taps.begin[0] = begin_of(window, 0, o0);
    taps.begin[1] = begin_of(window, 1, o1);
    taps.begin[2] = begin_of(window, 2, o2);
    for (int axis = 0; axis < 3; axis++) {
        taps.first[axis] = first_tap(window, axis, taps.begin[axis]);
        taps.end[axis] = end_tap(window, axis, taps.begin[axis]);
    }
    return taps;
}

// Position along `axis` of tap t.
#define TAP_AT(axis, t) (taps.begin[axis] + (t) * window.dilation[axis])
