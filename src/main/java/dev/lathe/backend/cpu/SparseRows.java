package dev.lathe.backend.cpu;

import java.util.Optional;

/** The rows of a pruned matrix, without its zeros, to be multiplied by vectors. */
interface SparseRows {
    /**
     * As this machine multiplies them fastest.
     *
     * @param columns of the matrix
     */
    static SparseRows of(KeptWeights kept, int columns) {
        Optional<PickKernel> pick = MicroKernels.PICK;
        return pick.<SparseRows>map(kernel -> new PickedRows(kept, columns, kernel))
                .orElseGet(() -> new GatheredRows(kept, columns, MicroKernels.SPARSE));
    }

    /** {@code c[i·rows + row] = sum over k of matrix[row][k]·x[xAt + i·columns + k]} for i in 0..vectors-1. */
    void multiply(int vectors, float[] x, int xAt, float[] c, int cAt, Workers workers);
}
