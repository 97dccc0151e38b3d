// Between flat positions and rows. Kernels over strips (conv/strips.cl) count positions p = (z*pitch[0] + y)*pitch[1] + x
// with pitches wider than the output, because then a tap is one constant distance for all of them; the columns and
// rows in the gaps are computed and dropped here. A "line" is what one work-item has for TILE neighbouring positions.
//
// A vector that covers the end of a row is moved whole: the garbage that it puts into the next row is overwritten when
// that row is moved, since rows go in ascending order and none of them leaves the piece [.., end) that this work-item
// owns. Only the last VW-1 elements of the piece are moved one by one.

typedef struct {
    STRUCT_OF_INTS
    int pitch[2];
    int out[3];
} Rows;

// How many outputs come before position p.
DEVICE int rows_before(int p, Rows r) {
    int row = p / r.pitch[1], x = p - row * r.pitch[1];
    int z = row / r.pitch[0], y = row - z * r.pitch[0];
    if (y >= r.out[1]) return (z + 1) * r.out[1] * r.out[2];
    return (z * r.out[1] + y) * r.out[2] + (x < r.out[2] ? x : r.out[2]);
}

// One line for each of `lines` planes of y that lie `plane` apart; the line holds positions [p, p + count).
DEVICE void rows_store(const float *line, int lines, int p, int count, __global float *y, int plane, Rows r) {
    int end = rows_before(p + count, r);
    int row = p / r.pitch[1], column = p - row * r.pitch[1];
    for (int i = 0; i < count;) {
        int inPlane = row % r.pitch[0] < r.out[1];
        int at = rows_before(p + i, r);
        int live = r.out[2] - column < count - i ? r.out[2] - column : count - i;
        if (inPlane)
            for (int f = 0; f < lines; f++)
                for (int j = 0; j < live; j += VW) {
                    const float *from = line + f * TILE + i + j;
                    __global float *to = y + (size_t)f * plane + at + j;
                    if (at + j + VW <= end) STORE(LOAD(from), to);
                    else for (int l = 0; l < live - j && l < VW; l++) to[l] = from[l];
                }
        i += r.pitch[1] - column;
        column = 0;
        row++;
    }
}

// The same way back, for what is added to the sums. Positions in the gaps get zeros.
DEVICE void rows_load(__global const float *y, int plane, float *line, int lines, int p, int count, Rows r) {
    for (int i = 0; i < lines * TILE; i += VW) STORE(SPLAT(0.0f), line + i);
    int end = rows_before(p + count, r);
    int row = p / r.pitch[1], column = p - row * r.pitch[1];
    for (int i = 0; i < count;) {
        int inPlane = row % r.pitch[0] < r.out[1];
        int at = rows_before(p + i, r);
        int live = r.out[2] - column < count - i ? r.out[2] - column : count - i;
        if (inPlane)
            for (int f = 0; f < lines; f++)
                for (int j = 0; j < live; j += VW) {
                    __global const float *from = y + (size_t)f * plane + at + j;
                    float *to = line + f * TILE + i + j;
                    if (at + j + VW <= end) STORE(LOAD(from), to);
                    else for (int l = 0; l < live - j && l < VW; l++) to[l] = from[l];
                }
        i += r.pitch[1] - column;
        column = 0;
        row++;
    }
}

// VW floats of a buffer of which only `left` follow `from`; zeros stand for the rest.
DEVICE vec load_some(__global const float *from, int left) {
    float some[VW];
    for (int i = 0; i < VW; i++) some[i] = i < left ? from[i] : 0.0f;
    return LOAD(some);
}
