package dev.lathe.compress.lowrank;

import java.util.stream.IntStream;

/**
 * Products of matrices in double precision. Strips of rows of the result are tasks of the common pool; each element is
 * the same sum in the same order however many threads there are.
 */
final class Products {
    /** Rows that are multiplied and added in one go: so many loads for one load and store of the sum. */
    private static final int GROUP = 8;

    /** A task's part of the result, STRIP x WIDTH doubles, stays in the cache of second level, a group in the first. */
    private static final int STRIP = 64;

    private static final int WIDTH = 256;

    private Products() {}

    /** c += a · b. */
    static void add(double[][] c, double[][] a, double[][] b) {
        IntStream.range(0, Math.ceilDiv(c.length, STRIP)).parallel().forEach(s -> strip(c, a, b, s * STRIP, 0));
    }

    /**
     * c += a · b at the diagonal and right of it, for products that are symmetric.
     *
     * @param first the column where the diagonal meets the first row of {@code c}
     */
    static void addUpper(double[][] c, double[][] a, double[][] b, int first) {
        IntStream.range(0, Math.ceilDiv(c.length, STRIP))
                .parallel()
                .forEach(s -> strip(c, a, b, s * STRIP, first + s * STRIP));
    }

    /** to += factor · from. */
    static void add(double[] to, double factor, double[] from) {
        for (int j = 0; j < to.length; j++) {
            to[j] += factor * from[j];
        }
    }

    /** Makes what is left of the diagonal the mirror image of what is right of it. */
    static void mirror(double[][] symmetric) {
        for (int i = 0; i < symmetric.length; i++) {
            for (int j = 0; j < i; j++) {
                symmetric[i][j] = symmetric[j][i];
            }
        }
    }

    /** Works on copies, because HotSpot makes vector instructions only of loops that start at the start of arrays. */
    private static void strip(double[][] c, double[][] a, double[][] b, int top, int left) {
        int height = Math.min(STRIP, c.length - top);
        double[][] sums = new double[height][WIDTH];
        double[][] group = new double[GROUP][WIDTH];
        for (int j = left; j < c[top].length; j += WIDTH) {
            int width = Math.min(WIDTH, c[top].length - j);
            for (int i = 0; i < height; i++) {
                System.arraycopy(c[top + i], j, sums[i], 0, width);
            }
            for (int k = 0; k < b.length; k += GROUP) {
                int full = Math.min(GROUP, b.length - k);
                for (int g = 0; g < full; g++) {
                    System.arraycopy(b[k + g], j, group[g], 0, width);
                }
                for (int i = 0; i < height; i++) {
                    addGroup(sums[i], group, factors(a[top + i], k, full), width);
                }
            }
            for (int i = 0; i < height; i++) {
                System.arraycopy(sums[i], 0, c[top + i], j, width);
            }
        }
    }

    /** Factors of the rows k.. of b; 0 for rows beyond the last, whose places hold those of the group before. */
    private static double[] factors(double[] a, int k, int full) {
        double[] factors = new double[GROUP];
        System.arraycopy(a, k, factors, 0, full);
        return factors;
    }

    /** to += the sum of the rows times their factors, up to {@code width}. */
    private static void addGroup(double[] to, double[][] rows, double[] f, int width) {
        double[] r0 = rows[0];
        double[] r1 = rows[1];
        double[] r2 = rows[2];
        double[] r3 = rows[3];
        double[] r4 = rows[4];
        double[] r5 = rows[5];
        double[] r6 = rows[6];
        double[] r7 = rows[7];
        double f0 = f[0];
        double f1 = f[1];
        double f2 = f[2];
        double f3 = f[3];
        double f4 = f[4];
        double f5 = f[5];
        double f6 = f[6];
        double f7 = f[7];
        for (int j = 0; j < width; j++) {
            to[j] += f0 * r0[j]
                    + f1 * r1[j]
                    + f2 * r2[j]
                    + f3 * r3[j]
                    + f4 * r4[j]
                    + f5 * r5[j]
                    + f6 * r6[j]
                    + f7 * r7[j];
        }
    }
}
