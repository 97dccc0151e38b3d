// A block of up to 8 axes, outermost first, that two buffers number differently (StridedBox.java).
// An item moves `piece` neighbours along the innermost axis.

typedef struct {
    STRUCT_OF_INTS
    int rank;       // 1 to 8
    int size[8];    // extents
    int from[8];    // distance of neighbours in the buffer that is read; 0 repeats, less than 0 walks backwards
    int to[8];      // the same in the buffer that is written
    int from_start; // the element that is read at position 0 of all axes
    int to_start;   // the element that is written there
    int piece;      // elements an item moves along the innermost axis
} Box;
