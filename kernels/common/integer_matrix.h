// The sum of a product of 8-bit matrices (IntegerMatrices.java).

#ifndef A
#define A uchar // type of a: uchar or char
#endif
#ifndef B
#define B uchar // type of b: uchar or char
#endif

typedef struct {
    STRUCT_OF_INTS
    int rows;    // of a matrix of a
    int columns; // of a matrix of b
    int depth;   // columns of a, rows of b
} Extents;

// Sum over (a - a_zero) * (b - b_zero) of row `row` and column `column` of the matrices that begin at a and b.
DEVICE long centred_dot(__global const A *a, int a_zero, __global const B *b, int b_zero, Extents extents, int row,
                        int column)
{
    long sum = 0;
    for (int i = 0; i < extents.depth; i++) {
        sum += (a[row * extents.depth + i] - a_zero) * (b[i * extents.columns + column] - b_zero);
    }
    return sum;
}
