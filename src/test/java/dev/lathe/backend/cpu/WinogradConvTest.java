package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.SmallModels;
import dev.lathe.Tolerance;
import dev.lathe.WinogradTolerance;
import dev.lathe.backend.DeviceOptions;
import dev.lathe.op.Activation;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Operands;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Tensor;
import dev.lathe.tune.Tuning;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Winograd's method on the CPU against the nested loops. */
class WinogradConvTest {
    private record Shape(int images, int channels, int height, int width, int filters, List<Integer> pads) {
        ConvTrial draw(Epilogue epilogue, boolean withBias) {
            Random random = new Random(hashCode());
            Window window = new Window(
                    List.of(3, 3), List.of(), List.of(), new Padding.Explicit(pads.subList(0, 2), pads.subList(2, 4)));
            int[] image = {images, channels, height, width};
            int[] weights = {filters, channels, 3, 3};
            return ConvTrial.draw(random, window, epilogue, withBias, image, weights);
        }
    }

    static List<WinogradLoops> loops() {
        return List.of(
                MicroKernels.WINOGRAD_TWO,
                MicroKernels.WINOGRAD_FOUR,
                new ScalarWinogradLoops(WinogradMatrices.TWO),
                new ScalarWinogradLoops(WinogradMatrices.FOUR));
    }

    private static Stream<Shape> shapes() {
        List<Integer> none = List.of(0, 0, 0, 0);
        List<Integer> one = List.of(1, 1, 1, 1);
        List<Integer> two = List.of(2, 2, 2, 2);
        List<Integer> odd = List.of(0, 2, 1, 0);
        return Stream.of(
                new Shape(1, 1, 1, 1, 1, one),
                new Shape(3, 7, 1, 1, 5, two),
                new Shape(1, 33, 5, 7, 40, none),
                new Shape(3, 3, 5, 7, 5, odd),
                new Shape(1, 1, 3, 3, 40, none),
                new Shape(3, 33, 7, 7, 40, one),
                new Shape(1, 7, 13, 14, 1, two),
                new Shape(3, 33, 13, 14, 5, one),
                new Shape(1, 300, 14, 14, 70, one),
                new Shape(1, 256, 7, 7, 64, one),
                new Shape(2, 257, 5, 6, 70, two),
                new Shape(1, 64, 24, 24, 96, one),
                new Shape(1, 3, 56, 56, 40, one),
                new Shape(3, 7, 56, 56, 5, odd),
                new Shape(2, 16, 6, 150, 17, one),
                new Shape(1, 8, 130, 5, 130, odd));
    }

    private static Stream<Epilogue> epilogues() {
        return Stream.of(
                Epilogue.NONE,
                new Epilogue(true, null),
                new Epilogue(false, new Activation.Relu()),
                new Epilogue(true, new Activation.LeakyRelu(0.1f)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void agreesWithTheReference(Shape shape) {
        for (Epilogue epilogue : epilogues().toList()) {
            ConvTrial test = shape.draw(epilogue, epilogue.activation() != null);
            assertThat(WinogradConv.accepts(test.op(), test.known())).isTrue();
            Tensor wanted = test.expected();
            Tensor magnitude = test.magnitude();
            for (WinogradLoops loops : loops()) {
                int roundings = test.roundings()
                        * WinogradTolerance.amplification(loops.matrices().out());
                Kernel kernel = new WinogradConv(test.op(), test.known(), loops, test.place());
                Tensor got = test.runChannelsLast(kernel, 1);
                Tolerance.assertClose(got, wanted, roundings, magnitude);
                assertThat(test.runChannelsLast(kernel, 3).sameBits(got))
                        .as("bits with other threads")
                        .isTrue();
            }
        }
    }

    @Test
    void isWhatRunsWhereItPays() {
        Shape large = new Shape(1, 64, 56, 56, 64, List.of(1, 1, 1, 1));
        ConvTrial test = large.draw(new Epilogue(false, new Activation.Relu()), true);
        Kernel chosen = ChannelKernels.prepare(test.op(), test.known(), WinogradChoice.MODEL);
        assertThat(chosen).isInstanceOf(WinogradConv.class);
        Tolerance.assertClose(
                test.runChannelsLast(chosen, 2),
                test.expected(),
                test.roundings() * WinogradTolerance.amplification(4),
                test.magnitude());
        ConvTrial few = new Shape(1, 3, 56, 56, 64, List.of(1, 1, 1, 1)).draw(Epilogue.NONE, false);
        assertThat(ChannelKernels.prepare(few.op(), few.known(), WinogradChoice.MODEL))
                .isNotInstanceOf(WinogradConv.class);
    }

    @Test
    void filtersComeWhileOthersAreUsedWhereTheyAreManyAndTilesFew() {
        boolean wide = MicroKernels.PREFETCH.isPresent();
        assertThat(wide).isEqualTo(MicroKernels.VECTORS && MicroKernels.ROWS == VectorTileEight.ROWS);
        assertThat(WinogradProducts.prefetch(512, 16, 1 << 22).isPresent()).isEqualTo(wide);
        assertThat(WinogradProducts.prefetch(513, 16, 1 << 22)).as("long rows").isEmpty();
        assertThat(WinogradProducts.prefetch(128, 16, 1 << 22)).as("short rows").isEmpty();
        assertThat(WinogradProducts.prefetch(512, 49, 1 << 22)).as("many tiles").isEmpty();
        assertThat(WinogradProducts.prefetch(512, 16, 1 << 17))
                .as("near filters")
                .isEmpty();
    }

    /** Each may ask for filters ahead while the others do not, and stop while it runs. */
    @Test
    void callersAtOnceGetTheSameBits() {
        ConvTrial test = new Shape(1, 256, 7, 7, 64, List.of(1, 1, 1, 1)).draw(Epilogue.NONE, true);
        Kernel kernel = new WinogradConv(test.op(), test.known(), MicroKernels.WINOGRAD_TWO, test.place());
        Tensor wanted = test.runChannelsLast(kernel, 1);
        boolean same = IntStream.range(0, 32).parallel().allMatch(_ -> test.runChannelsLast(kernel, 1)
                .sameBits(wanted));
        assertThat(same).isTrue();
    }

    @Test
    void fewRunsDoWithout() {
        ConvTrial test = new Shape(1, 64, 56, 56, 64, List.of(1, 1, 1, 1)).draw(Epilogue.NONE, true);
        WinogradChoice once = new WinogradChoice(Tuning.NONE, 1);
        assertThat(ChannelKernels.prepare(test.op(), test.known(), once)).isNotInstanceOf(WinogradConv.class);
        assertThat(new WinogradChoice(tuned(4).tuning(), 1).of(test.op(), test.known()))
                .as("what was measured does not count getting ready")
                .isEmpty();
        assertThat(new WinogradChoice(Tuning.NONE, 1000).of(test.op(), test.known()))
                .isPresent();
        ConvTrial many = new Shape(24, 64, 56, 56, 64, List.of(1, 1, 1, 1)).draw(Epilogue.NONE, true);
        assertThat(once.of(many.op(), many.known())).as("many images").isPresent();
    }

    @Test
    void whatWasMeasuredComesFirst() {
        ConvTrial test = new Shape(1, 64, 56, 56, 64, List.of(1, 1, 1, 1)).draw(Epilogue.NONE, true);
        for (int tile : new int[] {2, 4}) {
            assertThat(tuned(tile)
                            .of(test.op(), test.known())
                            .orElseThrow()
                            .matrices()
                            .out())
                    .isEqualTo(tile);
        }
        assertThat(tuned(0).of(test.op(), test.known())).isEmpty();
        ConvTrial few = new Shape(1, 3, 56, 56, 64, List.of(1, 1, 1, 1)).draw(Epilogue.NONE, false);
        assertThat(tuned(4).of(few.op(), few.known()))
                .as("a row for what is refused")
                .isEmpty();
    }

    private static WinogradChoice tuned(int tile) {
        return new WinogradChoice((kernel, problem) -> Optional.of(Map.of("TILE_OUT", tile)), DeviceOptions.MANY);
    }

    @Test
    void refusesWhatTheFormulasAreNotFor() {
        Padding pad = new Padding.Explicit(List.of(1, 1), List.of(1, 1));
        Random random = new Random(3);
        Tensor image = SmallModels.random(random, 1, 64, 20, 20);
        Tensor weights = SmallModels.random(random, 64, 64, 3, 3);
        Window strided = new Window(List.of(3, 3), List.of(2, 1), List.of(), pad);
        Window dilated = new Window(List.of(3, 3), List.of(), List.of(1, 2), pad);
        for (Window window : List.of(strided, dilated)) {
            ConvTrial test = new ConvTrial(new Conv(window, 1, Epilogue.NONE), Arrays.asList(image, weights, null));
            assertThat(WinogradConv.accepts(test.op(), test.known())).isFalse();
        }
        Window plain = new Window(List.of(3, 3), List.of(), List.of(), pad);
        Conv op = new Conv(plain, 1, Epilogue.NONE);
        assertThat(WinogradConv.accepts(op, Operands.ofTypes(image.type(), weights.type())))
                .as("weights that the run computes")
                .isFalse();
        Tensor grouped = SmallModels.random(random, 64, 32, 3, 3);
        ConvTrial groups = new ConvTrial(new Conv(plain, 2, Epilogue.NONE), Arrays.asList(image, grouped, null));
        assertThat(WinogradConv.accepts(groups.op(), groups.known())).isFalse();
    }
}
