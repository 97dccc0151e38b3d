package dev.lathe.compress.lowrank;

/** A linear congruential generator and sums of twelve of its draws: nearly normal, and the same in every language. */
final class Lcg {
    private static final long FACTOR = 6364136223846793005L;
    private static final long SUMMAND = 1442695040888963407L;

    private long state;

    Lcg(long seed) {
        this.state = seed;
    }

    /** From 0 up to 1. */
    double uniform() {
        state = FACTOR * state + SUMMAND;
        return (state >>> 11) * 0x1p-53;
    }

    /** Of mean 0 and variance 1. */
    double normal() {
        double sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += uniform();
        }
        return sum - 6;
    }

    /** Normal draws, filled row by row. */
    Matrix normals(int height, int columns) {
        Matrix matrix = Matrix.zeros(height, columns);
        for (double[] row : matrix.rows()) {
            for (int j = 0; j < columns; j++) {
                row[j] = normal();
            }
        }
        return matrix;
    }
}
