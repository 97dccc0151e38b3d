package dev.lathe.backend.cpu;

import java.util.Optional;

/** The rows of a pruned matrix, without its zeros, to be multiplied by vectors. */
interface SparseRows {
    /** What sixteen bits tell apart. */
    int MOST_COLUMNS = 1 << Short.SIZE;

    /** As this machine multiplies them fastest. */
    static SparseRows of(PrunedMatrix matrix) {
        Optional<PickKernel> pick = MicroKernels.PICK;
        return pick.<SparseRows>map(kernel -> new PickedRows(matrix, kernel))
                .orElseGet(() -> new GatheredRows(matrix, MicroKernels.SPARSE));
    }

    /** {@code c[i·rows + row] = sum over k of matrix[row][k]·x[xAt + i·columns + k]} for i in 0..vectors-1. */
    void multiply(int vectors, float[] x, int xAt, float[] c, int cAt, Workers workers);
}
