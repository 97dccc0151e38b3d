package dev.lathe.compress.lowrank;

import java.util.stream.IntStream;

/**
 * Products of matrices in double precision. Strips of rows of the result are tasks of the common pool; each element is
 * the same sum in the same order however many threads there are.
 */
final class Products {
    /** Rows that are multiplied and added in one go: so many loads for one load and store of the sum. */
    private static final int GROUP = 8;

    /**
     * Rows of the result that share what is in the cache: a panel of PANEL x WIDTH doubles, a quarter of a megabyte.
     */
    private static final int STRIP = 32;

    private static final int PANEL = 64;
    private static final int WIDTH = 512;

    private Products() {}

    /** c += a · b. */
    static void add(double[][] c, double[][] a, double[][] b) {
        IntStream.range(0, Math.ceilDiv(c.length, STRIP)).parallel().forEach(s -> strip(c, a, b, s * STRIP, 0));
    }

    /** c += a · b at the diagonal and right of it, for products that are symmetric. */
    static void addUpper(double[][] c, double[][] a, double[][] b) {
        IntStream.range(0, Math.ceilDiv(c.length, STRIP)).parallel().forEach(s -> strip(c, a, b, s * STRIP, s * STRIP));
    }

    /** Makes what is left of the diagonal the mirror image of what is right of it. */
    static void mirror(double[][] symmetric) {
        for (int i = 0; i < symmetric.length; i++) {
            for (int j = 0; j < i; j++) {
                symmetric[i][j] = symmetric[j][i];
            }
        }
    }

    private static void strip(double[][] c, double[][] a, double[][] b, int top, int left) {
        int bottom = Math.min(c.length, top + STRIP);
        double[][] group = new double[GROUP][];
        double[] factors = new double[GROUP];
        for (int j = left; j < c[top].length; j += WIDTH) {
            int end = Math.min(c[top].length, j + WIDTH);
            for (int panel = 0; panel < b.length; panel += PANEL) {
                int last = Math.min(b.length, panel + PANEL);
                for (int i = top; i < bottom; i++) {
                    for (int k = panel; k < last; k += GROUP) {
                        gather(a[i], b, k, group, factors);
                        add(c[i], group, factors, j, end);
                    }
                }
            }
        }
    }

    /** Rows k.. of {@code b} and their factors; what is missing at the end is the last row, times 0. */
    private static void gather(double[] a, double[][] b, int k, double[][] group, double[] factors) {
        for (int g = 0; g < GROUP; g++) {
            boolean inside = k + g < b.length;
            group[g] = b[inside ? k + g : b.length - 1];
            factors[g] = inside ? a[k + g] : 0;
        }
    }

    /** Adds the sum of {@code rows} times {@code f} to {@code to}, from {@code first} up to {@code end}. */
    private static void add(double[] to, double[][] rows, double[] f, int first, int end) {
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
        for (int j = first; j < end; j++) {
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
