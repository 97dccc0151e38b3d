// Moves elements by a table for each axis: y[p] = x[from(p)], or the filling where an axis maps p to nothing.
//
// x        any elements; only their bits matter
// map      for each axis with a table, its offset in x for each position of y, -1 for nothing
// filling  one element
// y        dense, the axes of `mapping`
// Items    one for each piece of each row: rows * ceil(mapping.columns / mapping.piece), the pieces of a row in turn
// Binds    dev.lathe.backend.gpu.lowering.MappedBox

#ifndef T
#define T int // what moves as one: uchar, int or long
#endif

#ifndef AXES
#define AXES 0 // axes that count the rows, up to MOST_AXES
#endif

#define MOST_AXES 7

typedef STRUCT_OF_INTS struct {
    int columns;          // elements of a row of y
    int column_table;     // where the table of a row begins in map; -1: neighbours of x
    int piece;            // elements an item moves along the row
    int size[MOST_AXES];  // extents of y's other axes, outermost first; 1 for axes that there are not
    int step[MOST_AXES];  // distance of neighbours in x, for axes without a table
    int table[MOST_AXES]; // where the table of the axis begins in map; -1 for an axis without one
} Mapping;

__kernel void copy_mapped(__global const T *restrict x, __global const int *restrict map,
                          __global const T *restrict filling, __global T *restrict y, int items, Mapping mapping)
{
    if (get_global_id(0) >= (size_t)items) {
        return;
    }
    int rest = (int)get_global_id(0);
    const int pieces = (mapping.columns + mapping.piece - 1) / mapping.piece;
    const int first = rest % pieces * mapping.piece;
    const int left = mapping.columns - first;
    const int count = left < mapping.piece ? left : mapping.piece;
    rest /= pieces;
    const int to = rest * mapping.columns + first;
    int from = 0;
    int nothing = 0;
    UNROLL
    for (int axis = AXES - 1; axis >= 0; axis--) {
        const int at = rest % mapping.size[axis];
        const int offset = mapping.table[axis] < 0 ? at * mapping.step[axis] : map[mapping.table[axis] + at];
        nothing |= offset < 0;
        from += offset;
        rest /= mapping.size[axis];
    }
    if (nothing) {
        for (int i = 0; i < count; i++) {
            y[to + i] = filling[0];
        }
    } else if (mapping.column_table < 0) {
        for (int i = 0; i < count; i++) {
            y[to + i] = x[from + first + i];
        }
    } else {
        __global const int *columns = map + mapping.column_table + first;
        for (int i = 0; i < count; i++) {
            y[to + i] = columns[i] < 0 ? filling[0] : x[from + columns[i]];
        }
    }
}
