package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.SmallModels;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Matrix products in every layout against sums in double precision. */
class MatrixProductTest {
    private static final int OFFSET = 3;

    private record Extents(int m, int k, int n) {}

    /** Single rows, parts of tiles and of panels, more rows than are taken as they lie, more terms than a pass has. */
    private static Stream<Extents> extents() {
        return Stream.of(
                new Extents(1, 1, 1),
                new Extents(1, 37, 130),
                new Extents(2, 300, 67),
                new Extents(8, 700, 129),
                new Extents(17, 19, 9),
                new Extents(MicroKernels.COLUMNS, 33, 70),
                new Extents(MicroKernels.COLUMNS + 1, 33, 300),
                new Extents(70, 601, 31));
    }

    @ParameterizedTest
    @MethodSource("extents")
    void agreesInEveryLayout(Extents extents) {
        for (int layout = 0; layout < 8; layout++) {
            boolean transposedA = (layout & 1) > 0;
            boolean transposedB = (layout & 2) > 0;
            product(extents, transposedA, transposedB, (layout & 4) > 0);
        }
    }

    private static void product(Extents e, boolean transposedA, boolean transposedB, boolean constant) {
        Random random = new Random(e.hashCode());
        float[] a = SmallModels.random(random, OFFSET + e.m * e.k).floats();
        // what never changes is packed from its beginning
        int bAt = constant ? 0 : OFFSET;
        float[] b = SmallModels.random(random, bAt + e.k * e.n).floats();
        MatrixProduct.Layout left = MatrixProduct.Layout.of(e.m, e.k, transposedA);
        MatrixProduct.Layout right = MatrixProduct.Layout.of(e.k, e.n, transposedB);
        float @Nullable [] known = constant ? b : null;
        MatrixProduct product = new MatrixProduct(e.m, e.k, e.n, left, right, known);
        float[] c = run(product, a, b, bAt, e, 1);
        for (int i = 0; i < e.m * e.n; i++) {
            double sum = 0;
            double positive = 0;
            for (int k = 0; k < e.k; k++) {
                double term = (double) a[OFFSET + i / e.n * left.rowStep() + k * left.columnStep()]
                        * b[bAt + k * right.rowStep() + i % e.n * right.columnStep()];
                sum += term;
                positive += Math.abs(term);
            }
            // at most one rounding for each term and one for each sum
            assertThat((double) c[OFFSET + i]).isCloseTo(sum, within(2 * e.k * 0x1p-24 * positive + Float.MIN_NORMAL));
        }
        assertThat(run(product, a, b, bAt, e, 3)).as("bits with other threads").isEqualTo(c);
    }

    private static float[] run(MatrixProduct product, float[] a, float[] b, int bAt, Extents e, int threads) {
        float[] c = new float[OFFSET + e.m * e.n + OFFSET];
        try (WorkerPool workers = new WorkerPool(threads)) {
            product.run(a, OFFSET, b, bAt, c, OFFSET, workers);
        }
        for (int i = 0; i < OFFSET; i++) {
            assertThat(c[i]).as("before the result").isZero();
            assertThat(c[OFFSET + e.m * e.n + i]).as("behind it").isZero();
        }
        return c;
    }
}
