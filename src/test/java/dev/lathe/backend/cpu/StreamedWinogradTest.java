package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lathe.SmallModels;
import dev.lathe.Tolerance;
import dev.lathe.WinogradTolerance;
import dev.lathe.op.Activation;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Winograd's method with filters as rows against the nested loops, and its tiles of sums. */
class StreamedWinogradTest {
    private static final int GAP = 5;
    private static final StreamKernel KERNEL = new VectorStreamSix();

    private static ConvTrial draw(Epilogue epilogue, List<Integer> pads, int filters, int... image) {
        Random random = new Random(Arrays.hashCode(image));
        Padding padding = new Padding.Explicit(pads.subList(0, 2), pads.subList(2, 4));
        Window window = new Window(List.of(3, 3), List.of(), List.of(), padding);
        return ConvTrial.draw(
                random, window, epilogue, epilogue.activation() != null, image, new int[] {filters, image[1], 3, 3});
    }

    /** Blocks and tiles that are not full, passes, several images, tiles that the image does not fill. */
    private static List<ConvTrial> trials(Epilogue epilogue) {
        List<Integer> one = List.of(1, 1, 1, 1);
        return List.of(
                draw(epilogue, one, 1, 1, 1, 1, 1),
                draw(epilogue, List.of(0, 2, 1, 0), 5, 2, 7, 3, 4),
                draw(epilogue, one, 40, 1, 33, 4, 7),
                draw(epilogue, one, 130, 1, 65, 4, 5),
                draw(epilogue, List.of(0, 0, 0, 0), 50, 1, 300, 6, 3),
                draw(epilogue, one, 97, 2, 257, 4, 4));
    }

    @Test
    void agreesWithTheReference() {
        List<Epilogue> epilogues = List.of(
                Epilogue.NONE,
                new Epilogue(true, new Activation.Relu()),
                new Epilogue(false, new Activation.LeakyRelu(0.1f)));
        for (Epilogue epilogue : epilogues) {
            for (ConvTrial trial : trials(epilogue)) {
                for (WinogradLoops loops : List.of(MicroKernels.WINOGRAD_TWO, MicroKernels.WINOGRAD_FOUR)) {
                    agrees(trial, loops);
                }
            }
        }
    }

    private static void agrees(ConvTrial trial, WinogradLoops loops) {
        int[] image = trial.expected().shape().dims();
        int tiles = image[0] * tiles(image[2], loops) * tiles(image[3], loops);
        if (tiles > KERNEL.columns()) {
            assertThat(KERNEL.columns()).as("vectors of 128 bits").isLessThan(8);
            return;
        }
        int roundings = trial.roundings()
                * WinogradTolerance.amplification(loops.matrices().out());
        Kernel streamed = new StreamedWinograd(trial.op(), trial.known(), loops, KERNEL, trial.place());
        Tensor got = trial.runChannelsLast(streamed, 1);
        Tolerance.assertClose(got, trial.expected(), roundings, trial.magnitude());
        assertThat(trial.runChannelsLast(streamed, 3).sameBits(got))
                .as("bits with other threads")
                .isTrue();
    }

    private static int tiles(int extent, WinogradLoops loops) {
        return Math.ceilDiv(extent, loops.matrices().out());
    }

    @Test
    void runsWhereFiltersAreManyAndTilesFew() {
        List<Integer> one = List.of(1, 1, 1, 1);
        ConvTrial many = draw(Epilogue.NONE, one, 256, 1, 256, 14, 14);
        assertThat(chosen(many))
                .isInstanceOf(MicroKernels.STREAM.isPresent() ? StreamedWinograd.class : WinogradConv.class);
        Tolerance.assertClose(
                many.runChannelsLast(chosen(many), 2),
                many.expected(),
                many.roundings() * WinogradTolerance.amplification(4),
                many.magnitude());
        assertThat(chosen(draw(Epilogue.NONE, one, 64, 1, 64, 14, 14)))
                .as("few filters")
                .isInstanceOf(WinogradConv.class);
        assertThat(chosen(draw(Epilogue.NONE, one, 256, 1, 256, 28, 28)))
                .as("many tiles")
                .isInstanceOf(WinogradConv.class);
    }

    private static Kernel chosen(ConvTrial trial) {
        return ChannelKernels.prepare(trial.op(), trial.known(), WinogradChoice.MODEL);
    }

    @Test
    void refusesMoreTilesThanColumns() {
        ConvTrial trial = draw(Epilogue.NONE, List.of(1, 1, 1, 1), 8, 1, 8, 9, 2 * KERNEL.columns());
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> new StreamedWinograd(
                        trial.op(), trial.known(), MicroKernels.WINOGRAD_TWO, KERNEL, trial.place()));
    }

    @Test
    void tilesSumInOrderAndGoOnWithSums() {
        int terms = 37;
        int first = 11;
        int tile = KERNEL.rows() * KERNEL.columns();
        float[] a = random(1, GAP + terms * KERNEL.rows());
        float[] b = random(2, GAP + terms * KERNEL.columns());
        float[] sums = random(3, 2 * GAP + tile);
        float[] before = sums.clone();
        KERNEL.multiply(a, GAP, first, b, GAP, sums, GAP, false);
        int left = GAP + first * KERNEL.rows();
        KERNEL.multiply(a, left, terms - first, b, GAP + first * KERNEL.columns(), sums, GAP, true);
        for (int row = 0; row < KERNEL.rows(); row++) {
            for (int column = 0; column < KERNEL.columns(); column++) {
                float sum = 0;
                for (int k = 0; k < terms; k++) {
                    sum = Math.fma(a[GAP + k * KERNEL.rows() + row], b[GAP + k * KERNEL.columns() + column], sum);
                }
                assertThat(sums[GAP + row * KERNEL.columns() + column]).isEqualTo(sum);
            }
        }
        assertThat(Arrays.copyOf(sums, GAP)).isEqualTo(Arrays.copyOf(before, GAP));
        assertThat(Arrays.copyOfRange(sums, GAP + tile, 2 * GAP + tile))
                .isEqualTo(Arrays.copyOfRange(before, GAP + tile, 2 * GAP + tile));
    }

    private static float[] random(long seed, int length) {
        return SmallModels.random(new Random(seed), length).floats();
    }
}
