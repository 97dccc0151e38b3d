package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.SmallModels;
import dev.lathe.tensor.Shape;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The innermost loops one by one, also those that this machine would not choose. */
class MicroKernelTest {
    private static final int DEPTH = 37;
    private static final int GAP = 5;
    private static final int STEP = 50;

    static Stream<MicroKernel> kernels() {
        return Stream.of(new ScalarMicroKernel(), new VectorMicroKernel());
    }

    private static float[] random(long seed, int length) {
        return SmallModels.random(new Random(seed), length).floats();
    }

    @Test
    void theBuildTestsVectors() {
        assertThat(MicroKernels.VECTORS)
                .as("--add-modules jdk.incubator.vector")
                .isTrue();
    }

    /** Rows anywhere in an array, for two tiles and more, each of three runs. */
    private static MicroKernel.Rows scattered(MicroKernel kernel) {
        int[] starts = new int[2 * VectorTileEight.ROWS + 3];
        for (int row = 0; row < starts.length; row++) {
            starts[row] = (row * 7 + 3) % starts.length * GAP;
        }
        return new MicroKernel.Rows(random(1, starts.length * GAP + 3 * STEP + 3 * DEPTH), starts);
    }

    private static float left(MicroKernel.Rows rows, int row, int term) {
        return rows.x()[rows.starts()[row] + term / DEPTH * STEP + term % DEPTH];
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void sumsInOrderAndGoesOnWithSums(MicroKernel kernel) {
        MicroKernel.Rows rows = scattered(kernel);
        for (int count = 1; count <= 2 * kernel.rows() + 1; count++) {
            agrees(kernel, rows, count, kernel.columns());
            agrees(kernel, rows, count, kernel.columns() / 2);
        }
    }

    /** Those for machines of other vectors, too. */
    @Test
    void tilesOfAnyRowsSumInOrder() {
        agrees(VectorTileFour.ROWS, VectorTileFour::multiply, VectorTileFour::multiplyHalf);
        agrees(VectorTileSix.ROWS, VectorTileSix::multiply, VectorTileSix::multiplyHalf);
        agrees(VectorTileEight.ROWS, VectorTileEight::multiply, VectorTileEight::multiplyHalf);
    }

    private interface Tile {
        void multiply(
                MicroKernel.Rows left,
                int first,
                int count,
                int offset,
                MicroKernel.Runs runs,
                float[] b,
                int bAt,
                float[] c,
                int cAt,
                int cStride,
                boolean accumulate);
    }

    private static void agrees(int rows, Tile whole, Tile half) {
        VectorMicroKernel kernel = new VectorMicroKernel();
        MicroKernel.Rows left = scattered(kernel);
        for (int count = 1; count <= rows; count++) {
            agrees(whole, kernel, left, count, kernel.columns());
            agrees(half, kernel, left, count, kernel.columns() / 2);
        }
    }

    private static void agrees(Tile tile, MicroKernel kernel, MicroKernel.Rows rows, int count, int columns) {
        float[] b = random(2, 3 * DEPTH * columns);
        float[] c = random(3, GAP + (count + 1) * (columns + GAP));
        float[] d = c.clone();
        float[] wanted = expected(kernel, rows, count, b, columns, c);
        MicroKernel.Runs two = new MicroKernel.Runs(2, STEP, DEPTH);
        MicroKernel.Runs one = new MicroKernel.Runs(1, 0, DEPTH);
        int step = columns + GAP;
        tile.multiply(rows, 2, count, 0, two, b, 0, c, GAP, step, false);
        tile.multiply(rows, 2, count, 2 * STEP, one, b, 2 * DEPTH * columns, c, GAP, step, true);
        assertThat(c).isEqualTo(wanted);
        tile.multiply(rows, 2, count, 0, one, b, 0, d, GAP, step, false);
        tile.multiply(rows, 2, count, STEP, two, b, DEPTH * columns, d, GAP, step, true);
        assertThat(d).isEqualTo(wanted);
    }

    private static void agrees(MicroKernel kernel, MicroKernel.Rows rows, int count, int columns) {
        Tile tiles = (left, first, some, offset, runs, b, bAt, c, cAt, cStride, accumulate) ->
                kernel.multiply(left, first, some, offset, runs, columns, b, bAt, c, cAt, cStride, accumulate);
        agrees(tiles, kernel, rows, count, columns);
    }

    /** What {@code c} holds afterwards; what is not a row of the tile stays. */
    private static float[] expected(
            MicroKernel kernel, MicroKernel.Rows rows, int count, float[] b, int columns, float[] c) {
        float[] wanted = c.clone();
        boolean fused = !(kernel instanceof ScalarMicroKernel);
        for (int row = 0; row < count; row++) {
            for (int j = 0; j < columns; j++) {
                float sum = 0;
                for (int k = 0; k < 3 * DEPTH; k++) {
                    float x = left(rows, 2 + row, k);
                    float y = b[k * columns + j];
                    sum = fused ? Math.fma(x, y, sum) : sum + x * y;
                }
                wanted[GAP + row * (columns + GAP) + j] = sum;
            }
        }
        return wanted;
    }

    /** A single row gives the bits of a tile's. */
    @ParameterizedTest
    @MethodSource("kernels")
    void aRowHasTheBitsOfATile(MicroKernel kernel) {
        int columns = kernel.columns();
        float[] a = random(6, DEPTH * GAP);
        float[] together = new float[DEPTH];
        for (int k = 0; k < DEPTH; k++) {
            together[k] = a[k * GAP];
        }
        float[] b = random(7, DEPTH * columns);
        float[] tile = new float[columns];
        MicroKernel.Rows rows = new MicroKernel.Rows(together, new int[] {0});
        kernel.multiply(rows, 0, 1, 0, new MicroKernel.Runs(1, 0, DEPTH), columns, b, 0, tile, 0, columns, false);
        float[] row = new float[GAP + columns];
        kernel.multiplyRow(DEPTH, a, 0, GAP, b, 0, row, GAP);
        assertThat(Arrays.copyOfRange(row, GAP, GAP + columns)).isEqualTo(tile);
    }

    /** Any number of columns, with terms that do not fill the last vector. */
    @ParameterizedTest
    @MethodSource("kernels")
    void dotsOfColumnsThatLieInRows(MicroKernel kernel) {
        for (int columns = 1; columns <= 9; columns++) {
            int depth = DEPTH + columns;
            float[] a = random(8, GAP + depth);
            float[] b = random(9, columns * (depth + GAP));
            float[] c = random(10, columns + 2);
            float[] before = c.clone();
            kernel.dots(depth, a, GAP, b, GAP, depth + 1, columns, c, 1);
            assertThat(c[0]).isEqualTo(before[0]);
            assertThat(c[columns + 1]).isEqualTo(before[columns + 1]);
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                double positive = 0;
                for (int k = 0; k < depth; k++) {
                    double term = (double) a[GAP + k] * b[GAP + j * (depth + 1) + k];
                    sum += term;
                    positive += Math.abs(term);
                }
                // a rounding for each term and its product at most
                assertThat((double) c[1 + j]).isCloseTo(sum, within(depth * 0x1p-23 * positive));
            }
        }
    }

    /** A loop over more would leave terms out. */
    @Test
    void runsAreNoLongerThanTheirLoops() {
        int longest = MicroKernel.LONGEST;
        assertThat((long) Shape.MOST + longest).as("places are integers").isLessThanOrEqualTo(Integer.MAX_VALUE);
        assertThat(new MicroKernel.Runs(1, 0, longest).terms()).isEqualTo(longest);
        assertThatIllegalArgumentException().isThrownBy(() -> new MicroKernel.Runs(1, 0, longest + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new MicroKernel.Runs(1, 0, 0));
    }
}
