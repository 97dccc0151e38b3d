package dev.lathe.compress.lowrank;

/** Vectors made orthonormal by the Cholesky factor of their products, which is all large matrix products. */
final class Orthonormal {
    /** What rounding leaves of products of orthonormal vectors; in between, while vectors still move, less will do. */
    private static final double EXACT = 1e-13;

    private static final double ROUGH = 1e-8;

    /**
     * A pass leaves the rounding times the condition squared: one is enough as a rule, for nearly dependent ones three.
     */
    private static final int MOST_PASSES = 5;

    /**
     * Products of nearly dependent vectors get so much on the diagonal for each vector, lest rounding make them
     * negative.
     */
    private static final double SHIFT = 1e-15;

    private static final double NEARLY = 1e-6;

    private Orthonormal() {}

    /**
     * Rows that span what those of {@code vectors} span, as far as these are independent; {@code vectors} is changed.
     */
    static Matrix rows(Matrix vectors) {
        return rows(vectors, EXACT);
    }

    /** The same with products that are off by up to 1e-8. */
    static Matrix roughly(Matrix vectors) {
        return rows(vectors, ROUGH);
    }

    private static Matrix rows(Matrix vectors, double tolerance) {
        Matrix rows = vectors;
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            Matrix products = normalized(rows).gram();
            double error = error(products);
            if (error <= tolerance) {
                break;
            }
            for (int i = 0; error > NEARLY && i < rows.height(); i++) {
                products.row(i)[i] += SHIFT * rows.height();
            }
            rows = Cholesky.of(products).forward(rows);
        }
        return rows;
    }

    private static Matrix normalized(Matrix rows) {
        for (int i = 0; i < rows.height(); i++) {
            double norm = Math.sqrt(new Matrix(new double[][] {rows.row(i)}).squaredNorm());
            if (norm > 0) {
                rows.scale(i, 1 / norm);
            }
        }
        return rows;
    }

    /** The largest difference of {@code products} from the identity. */
    private static double error(Matrix products) {
        double error = 0;
        for (int i = 0; i < products.height(); i++) {
            for (int j = 0; j <= i; j++) {
                error = Math.max(error, Math.abs(products.row(i)[j] - (i == j ? 1 : 0)));
            }
        }
        return error;
    }
}
