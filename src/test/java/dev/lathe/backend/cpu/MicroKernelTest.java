package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
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

    /** Rows anywhere in an array, for two tiles and more. */
    private static MicroKernel.Rows scattered() {
        int[] starts = new int[2 * VectorTileEight.ROWS + 3];
        for (int row = 0; row < starts.length; row++) {
            starts[row] = (row * 7 + 3) % starts.length * GAP;
        }
        return new MicroKernel.Rows(random(1, starts.length * GAP + DEPTH), starts);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void sumsInOrderAndGoesOnWithSums(MicroKernel kernel) {
        for (int count = 1; count <= 2 * kernel.rows() + 1; count++) {
            agrees(kernel::multiply, kernel, kernel.rows(), count, kernel.columns());
            agrees(kernel::multiply, kernel, kernel.rows(), count, kernel.columns() / 2);
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
                int terms,
                MicroKernel.Panels right,
                float[] sums,
                int at,
                int step,
                boolean accumulate);
    }

    private static void agrees(int rows, Tile whole, Tile half) {
        VectorMicroKernel kernel = new VectorMicroKernel();
        for (int count = 1; count <= rows; count++) {
            agrees(whole, kernel, rows, count, kernel.columns());
            agrees(half, kernel, rows, count, kernel.columns() / 2);
        }
    }

    /** Three panels in two passes, from the row and the term numbered 2 on. */
    private static void agrees(Tile tile, MicroKernel kernel, int unit, int count, int width) {
        MicroKernel.Rows left = scattered();
        float[] b = random(2, GAP + 3 * (DEPTH * width + GAP));
        int step = Packing.roundUp(count, unit) * width + GAP;
        float[] sums = random(3, GAP + 3 * step);
        float[] before = sums.clone();
        int some = DEPTH / 3;
        MicroKernel.Panels right = new MicroKernel.Panels(b, GAP, DEPTH * width + GAP, 3, width);
        MicroKernel.Panels rest = new MicroKernel.Panels(b, GAP + some * width, DEPTH * width + GAP, 3, width);
        tile.multiply(left, 2, count, 2, some, right, sums, GAP, step, false);
        tile.multiply(left, 2, count, 2 + some, DEPTH - 2 - some, rest, sums, GAP, step, true);
        boolean fused = !(kernel instanceof ScalarMicroKernel);
        for (int panel = 0; panel < 3; panel++) {
            int to = GAP + panel * step;
            for (int row = 0; row < count; row++) {
                for (int j = 0; j < width; j++) {
                    float sum = 0;
                    for (int k = 0; k < DEPTH - 2; k++) {
                        float x = left.x()[left.starts()[2 + row] + 2 + k];
                        float y = b[GAP + panel * (DEPTH * width + GAP) + k * width + j];
                        sum = fused ? Math.fma(x, y, sum) : sum + x * y;
                    }
                    assertThat(sums[to + row * width + j]).isEqualTo(sum);
                }
            }
            assertThat(Arrays.copyOfRange(sums, to + step - GAP, to + step))
                    .as("what lies between panels")
                    .isEqualTo(Arrays.copyOfRange(before, to + step - GAP, to + step));
        }
        assertThat(Arrays.copyOf(sums, GAP)).isEqualTo(Arrays.copyOf(before, GAP));
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
        float[] tile = new float[kernel.rows() * columns];
        MicroKernel.Rows rows = new MicroKernel.Rows(together, new int[] {0});
        MicroKernel.Panels right = new MicroKernel.Panels(b, 0, 0, 1, columns);
        kernel.multiply(rows, 0, 1, 0, DEPTH, right, tile, 0, 0, false);
        float[] row = new float[GAP + columns];
        kernel.multiplyRow(DEPTH, a, 0, GAP, b, 0, row, GAP);
        assertThat(Arrays.copyOfRange(row, GAP, GAP + columns)).isEqualTo(Arrays.copyOf(tile, columns));
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

    /** Interpreted as compiled: so often are they called that they begin as the one and end as the other. */
    @Test
    void dotsAddLanesInTheirOrder() {
        MicroKernel kernel = new VectorMicroKernel();
        int lanes = kernel.columns() / 2;
        int depth = 5 * lanes;
        float[] a = random(11, depth);
        float[] b = random(12, Packing.LEAD + 16 * depth);
        float[] wanted = new float[16];
        for (int column = 0; column < wanted.length; column++) {
            for (int lane = 0; lane < lanes; lane++) {
                float sum = 0;
                for (int k = lane; k < depth; k += lanes) {
                    sum = Math.fma(a[k], b[Packing.LEAD + column * depth + k], sum);
                }
                wanted[column] += sum;
            }
        }
        float[] c = new float[wanted.length];
        for (int call = 0; call < 20_000; call++) {
            kernel.dots(depth, a, 0, b, Packing.LEAD, depth, wanted.length, c, 0);
            assertThat(Arrays.equals(c, wanted)).as("call %d", call).isTrue();
        }
    }

    /** A loop over more would leave terms out. */
    @Test
    void termsAreNoMoreThanTheirLoops() {
        int longest = MicroKernel.LONGEST;
        assertThat((long) Shape.MOST + longest).as("places are integers").isLessThanOrEqualTo(Integer.MAX_VALUE);
        VectorMicroKernel kernel = new VectorMicroKernel();
        MicroKernel.Rows left = new MicroKernel.Rows(new float[longest + 1], new int[] {0});
        MicroKernel.Panels right =
                new MicroKernel.Panels(new float[(longest + 1) * kernel.columns()], 0, 0, 1, kernel.columns());
        float[] sums = new float[kernel.rows() * kernel.columns()];
        for (int terms : new int[] {0, longest + 1}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> kernel.multiply(left, 0, 1, 0, terms, right, sums, 0, 0, false));
        }
    }
}
