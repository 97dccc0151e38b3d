// Moves elements by a table for each axis: y[p] = x[from(p)], or the filling where an axis maps p to nothing.
//
// x        any elements; only their bits matter
// map      for each axis with a table, its offset in x for each position of y, -1 for nothing
// filling  one element
// y        dense, the axes of `mapping`
// Items    one for each piece of each row: rows * ceil(innermost extent / mapping.piece), the pieces of a row in turn
// Binds    dev.lathe.backend.gpu.lowering.MappedBox

#ifndef T
#define T int // what moves as one: uchar, int or long
#endif

typedef struct {
    STRUCT_OF_INTS
    int rank;     // 1 to 8
    int size[8];  // extents of y
    int step[8];  // distance of neighbours in x, for axes without a table
    int table[8]; // where the table of the axis begins in map; -1 for an axis without one
    int piece;    // elements an item moves along the innermost axis
} Mapping;

// Offset in x of position `at` of `axis`; -1 for nothing.
DEVICE int mapped(__global const int *map, Mapping mapping, int axis, int at)
{
    return mapping.table[axis] < 0 ? at * mapping.step[axis] : map[mapping.table[axis] + at];
}

__kernel void copy_mapped(__global const T *restrict x, __global const int *restrict map,
                          __global const T *restrict filling, __global T *restrict y, int items, Mapping mapping)
{
    if (get_global_id(0) >= (size_t)items) {
        return;
    }
    int rest = (int)get_global_id(0);
    const int inner = mapping.rank - 1;
    const int pieces = (mapping.size[inner] + mapping.piece - 1) / mapping.piece;
    const int first = rest % pieces * mapping.piece;
    const int left = mapping.size[inner] - first;
    const int count = left < mapping.piece ? left : mapping.piece;
    rest /= pieces;
    const int to = rest * mapping.size[inner] + first;
    int from = 0;
    int nothing = 0;
    for (int axis = inner - 1; axis >= 0; axis--) {
        const int offset = mapped(map, mapping, axis, rest % mapping.size[axis]);
        nothing |= offset < 0;
        from += offset;
        rest /= mapping.size[axis];
    }
    if (nothing) {
        for (int i = 0; i < count; i++) {
            y[to + i] = filling[0];
        }
    } else if (mapping.table[inner] < 0) {
        for (int i = 0; i < count; i++) {
            y[to + i] = x[from + first + i];
        }
    } else {
        __global const int *columns = map + mapping.table[inner] + first;
        for (int i = 0; i < count; i++) {
            y[to + i] = columns[i] < 0 ? filling[0] : x[from + columns[i]];
        }
    }
}
