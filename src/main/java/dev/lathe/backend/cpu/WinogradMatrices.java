package dev.lathe.backend.cpu;

/**
 * The matrices of Winograd's minimal filtering F(out, 3) along one axis (Lavin and Gray, 2015, section 4): {@code out}
 * results of three taps are {@code result·((filter·taps) * (input·window))} with an elementwise product.
 *
 * @param out results of a tile along one axis
 * @param filter G, [out + 2][3]
 * @param columns of transformed filters, which are made of three taps, so that three tell the others: first those, then
 *     the others
 * @param rest the others as sums of those, [out - 1][3]
 * @param input B transposed, [out + 2][out + 2]
 * @param result A transposed, [out][out + 2]
 */
record WinogradMatrices(int out, double[][] filter, int[] columns, float[][] rest, float[][] input, float[][] result) {
    /** Taps along one axis. */
    static final int KERNEL = 3;

    /** F(2, 3). */
    static final WinogradMatrices TWO = new WinogradMatrices(
            2,
            new double[][] {{1, 0, 0}, {1 / 2d, 1 / 2d, 1 / 2d}, {1 / 2d, -1 / 2d, 1 / 2d}, {0, 0, 1}},
            new int[] {0, 1, 3, 2},
            new float[][] {{1, -1, 1}},
            new float[][] {{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, 1, 0, -1}},
            new float[][] {{1, 1, 1, 0}, {0, 1, -1, -1}});

    /** F(4, 3). */
    static final WinogradMatrices FOUR = new WinogradMatrices(
            4,
            new double[][] {
                {1 / 4d, 0, 0},
                {-1 / 6d, -1 / 6d, -1 / 6d},
                {-1 / 6d, 1 / 6d, -1 / 6d},
                {1 / 24d, 1 / 12d, 1 / 6d},
                {1 / 24d, -1 / 12d, 1 / 6d},
                {0, 0, 1}
            },
            new int[] {0, 1, 5, 2, 3, 4},
            new float[][] {{-4 / 3f, -1, -1 / 3f}, {-1 / 6f, -1 / 2f, 1 / 12f}, {1 / 2f, 1 / 2f, 1 / 4f}},
            new float[][] {
                {4, 0, -5, 0, 1, 0},
                {0, -4, -4, 1, 1, 0},
                {0, 4, -4, -1, 1, 0},
                {0, -2, -1, 2, 1, 0},
                {0, 2, -1, -2, 1, 0},
                {0, 4, 0, -5, 0, 1}
            },
            new float[][] {{1, 1, 1, 1, 1, 0}, {0, 1, -1, 2, -2, 0}, {0, 1, 1, 4, 4, 0}, {0, 1, -1, 8, -8, 1}});

    /** Elements of a tile along one axis. */
    int side() {
        return out + KERNEL - 1;
    }

    /** Products of a tile. */
    int elements() {
        return side() * side();
    }

    /** The 3x3 taps from {@code w[at]} transformed: {@code G w G^T}, row by row into {@code transformed}. */
    void filter(float[] w, int at, double[] transformed) {
        for (int i = 0; i < side(); i++) {
            double[] row = filter[i];
            double a = row[0] * w[at] + row[1] * w[at + 3] + row[2] * w[at + 6];
            double b = row[0] * w[at + 1] + row[1] * w[at + 4] + row[2] * w[at + 7];
            double c = row[0] * w[at + 2] + row[1] * w[at + 5] + row[2] * w[at + 8];
            for (int j = 0; j < side(); j++) {
                transformed[i * side() + j] = a * filter[j][0] + b * filter[j][1] + c * filter[j][2];
            }
        }
    }
}
