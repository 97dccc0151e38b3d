package dev.lathe.backend.cpu;

/**
 * The matrices of Winograd's minimal filtering F(out, taps) along one axis (Lavin and Gray, 2015, section 4):
 * {@code out} results are {@code result·((filter·taps) * (input·window))} with an elementwise product. They have
 * {@code out + taps - 1} elements.
 *
 * @param filter G, [elements][taps]
 * @param input B transposed, [elements][elements]
 * @param result A transposed, [out][elements]
 */
record LineMatrices(double[][] filter, float[][] input, float[][] result) {
    /** F(4, 3): one axis of F(4x4, 3x3). */
    static final LineMatrices THREE = new LineMatrices(
            WinogradMatrices.FOUR.filter(), WinogradMatrices.FOUR.input(), WinogradMatrices.FOUR.result());

    /**
     * F(4, 4): the points of {@link #THREE}, which are 0, 1, -1, 2, -2 and infinity, then -1/2. The first six elements
     * of a window d are those of F(4, 3) for the window {@code d[k + 1] + d[k]/2}.
     */
    static final LineMatrices FOUR = new LineMatrices(
            new double[][] {
                {1 / 2d, 0, 0, 0},
                {-1 / 9d, -1 / 9d, -1 / 9d, -1 / 9d},
                {1 / 3d, -1 / 3d, 1 / 3d, -1 / 3d},
                {1 / 60d, 1 / 30d, 1 / 15d, 2 / 15d},
                {-1 / 36d, 1 / 18d, -1 / 9d, 2 / 9d},
                {0, 0, 0, 1},
                {-32 / 45d, 16 / 45d, -8 / 45d, 4 / 45d}
            },
            new float[][] {
                {2, 4, -5 / 2f, -5, 1 / 2f, 1, 0},
                {0, -2, -6, -7 / 2f, 3 / 2f, 1, 0},
                {0, 2, 2, -9 / 2f, -1 / 2f, 1, 0},
                {0, -1, -5 / 2f, 0, 5 / 2f, 1, 0},
                {0, 1, 3 / 2f, -2, -3 / 2f, 1, 0},
                {0, 2, 4, -5 / 2f, -5, 1 / 2f, 1},
                {0, 4, 0, -5, 0, 1, 0}
            },
            new float[][] {
                {1, 1, 1, 1, 1, 0, 1},
                {0, 1, -1, 2, -2, 0, -1 / 2f},
                {0, 1, 1, 4, 4, 0, 1 / 4f},
                {0, 1, -1, 8, -8, 1, -1 / 8f}
            });

    /** F(4, 5): the points of {@link #THREE}, then 1/2 and -1/2. */
    static final LineMatrices FIVE = new LineMatrices(
            new double[][] {
                {-1, 0, 0, 0, 0},
                {-2 / 9d, -2 / 9d, -2 / 9d, -2 / 9d, -2 / 9d},
                {-2 / 9d, 2 / 9d, -2 / 9d, 2 / 9d, -2 / 9d},
                {1 / 90d, 1 / 45d, 2 / 45d, 4 / 45d, 8 / 45d},
                {1 / 90d, -1 / 45d, 2 / 45d, -4 / 45d, 8 / 45d},
                {0, 0, 0, 0, 1},
                {32 / 45d, 16 / 45d, 8 / 45d, 4 / 45d, 2 / 45d},
                {32 / 45d, -16 / 45d, 8 / 45d, -4 / 45d, 2 / 45d}
            },
            new float[][] {
                {-1, 0, 21 / 4f, 0, -21 / 4f, 0, 1, 0},
                {0, 1, 1, -17 / 4f, -17 / 4f, 1, 1, 0},
                {0, -1, 1, 17 / 4f, -17 / 4f, -1, 1, 0},
                {0, 1 / 2f, 1 / 4f, -5 / 2f, -5 / 4f, 2, 1, 0},
                {0, -1 / 2f, 1 / 4f, 5 / 2f, -5 / 4f, -2, 1, 0},
                {0, -1, 0, 21 / 4f, 0, -21 / 4f, 0, 1},
                {0, 2, 4, -5 / 2f, -5, 1 / 2f, 1, 0},
                {0, -2, 4, 5 / 2f, -5, -1 / 2f, 1, 0}
            },
            new float[][] {
                {1, 1, 1, 1, 1, 0, 1, 1},
                {0, 1, -1, 2, -2, 0, 1 / 2f, -1 / 2f},
                {0, 1, 1, 4, 4, 0, 1 / 4f, 1 / 4f},
                {0, 1, -1, 8, -8, 1, 1 / 8f, -1 / 8f}
            });

    /** Results of a tile. */
    int out() {
        return result.length;
    }

    /** Taps of a filter. */
    int taps() {
        return filter[0].length;
    }

    /** Products of a tile. */
    int elements() {
        return filter.length;
    }

    /** Element {@code e} of a filter of {@link #taps} or fewer, which are {@code step} apart. */
    float filter(int e, float[] w, int at, int step, int taps) {
        double sum = 0;
        for (int k = 0; k < taps; k++) {
            sum += filter[e][k] * w[at + k * step];
        }
        return (float) sum;
    }
}
