package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lathe.SmallModels;
import dev.lathe.backend.cpu.PrefetchKernel.Ask;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tiles that ask for what comes next, also on machines that do without. */
class PrefetchKernelTest {
    private static final int TERMS = 37;
    private static final int GAP = 5;
    private static final PrefetchKernel KERNEL = new VectorPrefetchEight();
    private static final int TILE = KERNEL.rows() * KERNEL.columns();
    private static final int RIGHT = TERMS * KERNEL.columns();

    private static float[] random(long seed, int length) {
        return SmallModels.random(new Random(seed), length).floats();
    }

    @Test
    void sumsInOrderAndGoesOnWithSums() {
        for (int count = 1; count <= 3 * KERNEL.rows(); count++) {
            int rows = Packing.roundUp(count, KERNEL.rows());
            float[] x = random(1, GAP + rows * KERNEL.pitch());
            float[] b = random(2, GAP + 3 * RIGHT);
            float[] sums = random(3, 2 * GAP + rows * KERNEL.columns());
            float[] before = sums.clone();
            int some = TERMS / 3;
            int rest = GAP + some * KERNEL.columns();
            KERNEL.multiply(x, GAP, count, some, b, GAP, new Ask(b, GAP + RIGHT), sums, GAP, false);
            KERNEL.multiply(x, GAP + some, count, TERMS - some, b, rest, new Ask(b, GAP), sums, GAP, true);
            for (int row = 0; row < count; row++) {
                for (int column = 0; column < KERNEL.columns(); column++) {
                    float sum = 0;
                    for (int k = 0; k < TERMS; k++) {
                        sum = Math.fma(x[GAP + row * KERNEL.pitch() + k], b[GAP + k * KERNEL.columns() + column], sum);
                    }
                    assertThat(sums[GAP + row * KERNEL.columns() + column]).isEqualTo(sum);
                }
            }
            assertThat(Arrays.copyOf(sums, GAP)).isEqualTo(Arrays.copyOf(before, GAP));
            assertThat(Arrays.copyOfRange(sums, sums.length - GAP, sums.length))
                    .isEqualTo(Arrays.copyOfRange(before, sums.length - GAP, sums.length));
        }
    }

    /** The fourth column is made of three by the steps of {@link WinogradLoops#rest}, so that bits are the same. */
    @Test
    void makesTheFourthColumn() {
        float[] b = random(6, GAP + 3 * RIGHT);
        float[] fourth = new float[Packing.LEAD + RIGHT];
        MicroKernels.WINOGRAD_TWO.rest(b, GAP, RIGHT, fourth);
        for (int count = 1; count <= 3 * KERNEL.rows(); count++) {
            int rows = Packing.roundUp(count, KERNEL.rows());
            float[] x = random(7, GAP + rows * KERNEL.pitch());
            float[] sums = random(8, 2 * GAP + rows * KERNEL.columns());
            float[] wanted = sums.clone();
            KERNEL.multiplyFourth(x, GAP, count, TERMS, b, GAP, sums, GAP);
            KERNEL.multiply(x, GAP, count, TERMS, fourth, Packing.LEAD, new Ask(b, GAP), wanted, GAP, false);
            assertThat(sums).isEqualTo(wanted);
        }
    }

    /** What is asked for is stored to, but for no lane: also where it is what the tile itself reads. */
    @Test
    void whatIsAskedForStays() {
        float[] b = random(4, GAP + 2 * RIGHT);
        float[] before = b.clone();
        float[] x = random(5, 2 * KERNEL.rows() * KERNEL.pitch());
        float[] sums = new float[2 * TILE];
        for (int next : new int[] {GAP, GAP + 3, GAP + RIGHT}) {
            KERNEL.multiply(x, 0, 2 * KERNEL.rows(), TERMS, b, GAP, new Ask(b, next), sums, 0, false);
        }
        assertThat(b).isEqualTo(before);
    }

    @Test
    void refusesRowsLongerThanTheirPitchHasRoomFor() {
        int most = MicroKernel.LONGEST;
        float[] x = new float[KERNEL.rows() * KERNEL.pitch()];
        float[] b = new float[3 * (most + 1) * KERNEL.columns()];
        for (int terms : new int[] {0, most + 1}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> KERNEL.multiply(x, 0, 1, terms, b, 0, new Ask(b, 0), new float[TILE], 0, false));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> KERNEL.multiplyFourth(x, 0, 1, terms, b, 0, new float[TILE], 0));
        }
    }
}
