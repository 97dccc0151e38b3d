// A block of rows that two buffers number differently (StridedBox.java): AXES axes count the rows.
// An item moves `piece` neighbours of a row.

#ifndef AXES
#define AXES 0 // axes that count the rows, up to MOST_AXES
#endif

#define MOST_AXES 7

typedef STRUCT_OF_INTS struct {
    int columns;         // elements of a row
    int column_from;     // distance of neighbours of a row in the buffer that is read; 0 repeats, less than 0 walks backwards
    int column_to;       // the same in the buffer that is written
    int from_start;      // the element that is read at position 0 of all axes
    int to_start;        // the element that is written there
    int piece;           // elements an item moves along the row
    int size[MOST_AXES]; // extents of the other axes, outermost first; 1 for axes that there are not
    int from[MOST_AXES]; // distances as for columns
    int to[MOST_AXES];
} Box;
