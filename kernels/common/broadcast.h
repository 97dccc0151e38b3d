// Operands that numpy's rules widen. The result is rows of neighbours, along which every operand takes steps of 0 or 1
// (STEP_0, STEP_1, STEP_2); AXES axes count the rows. Bound by Broadcasting.

#ifndef AXES
#define AXES 0 // axes that count the rows, up to MOST_AXES
#endif
#ifndef STEP_0
#define STEP_0 1 // what operand 0 moves on along a row
#endif
#ifndef STEP_1
#define STEP_1 1
#endif
#ifndef STEP_2
#define STEP_2 1
#endif

#define MOST_AXES 8

typedef STRUCT_OF_INTS struct {
    int columns; // elements of a row
    int rows;
    int extents[MOST_AXES];   // the last axis is the fastest
    int steps[3 * MOST_AXES]; // of operand 0, then 1, then 2
} Rows;

// Where `operand` holds what the first element of `row` needs.
DEVICE int row_start(Rows rows, int operand, int row) {
    int start = 0;
    for (int axis = AXES - 1; axis >= 0; axis--) {
        start += row % rows.extents[axis] * rows.steps[operand * MOST_AXES + axis];
        row /= rows.extents[axis];
    }
    return start;
}
