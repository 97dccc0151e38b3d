package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.SmallModels;
import dev.lathe.Tolerance;
import dev.lathe.WinogradTolerance;
import dev.lathe.op.Activation;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Operands;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Tensor;
import dev.lathe.tune.Tuning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Winograd's method along one axis against the nested loops. */
class WinogradLineConvTest {
    private static final Epilogue RELU = new Epilogue(false, new Activation.Relu());

    private record Case(int[] image, int filters, int groups, List<Integer> kernel, List<Integer> stride, int pad) {
        Conv op(Epilogue epilogue) {
            List<Integer> pads = List.of(pad, kernel.get(1) / 2);
            return new Conv(new Window(kernel, stride, List.of(), new Padding.Explicit(pads, pads)), groups, epilogue);
        }

        ConvTrial draw(Epilogue epilogue) {
            Random random = new Random(hashCode());
            List<@Nullable Tensor> operands = new ArrayList<>();
            operands.add(SmallModels.random(random, image));
            operands.add(SmallModels.random(random, filters, image[1] / groups, kernel.get(0), kernel.get(1)));
            operands.add(epilogue.activation() == null ? null : SmallModels.random(random, filters));
            if (epilogue.residual()) {
                Operands known = Operands.ofValues(operands);
                int[] dims = op(Epilogue.NONE).infer(known).get(0).shape().dims();
                operands.add(SmallModels.random(random, dims));
            }
            return new ConvTrial(op(epilogue), operands);
        }
    }

    private static List<Integer> both(int extent) {
        return List.of(extent, extent);
    }

    /** All have at least 16 terms for each element of a tile. */
    private static Stream<Case> cases() {
        return Stream.of(
                new Case(new int[] {1, 3, 64, 224}, 64, 1, both(7), both(2), 3),
                new Case(new int[] {2, 3, 61, 47}, 40, 1, both(7), both(2), 3),
                new Case(new int[] {1, 3, 67, 71}, 33, 1, both(11), both(4), 2),
                new Case(new int[] {2, 96, 13, 27}, 64, 2, both(5), both(1), 2),
                new Case(new int[] {3, 16, 7, 7}, 96, 1, both(5), both(1), 2),
                new Case(new int[] {1, 16, 14, 14}, 48, 1, both(5), both(1), 2),
                new Case(new int[] {1, 12, 20, 9}, 5, 1, both(5), both(2), 0),
                new Case(new int[] {2, 40, 11, 130}, 70, 1, List.of(3, 1), both(1), 1),
                new Case(new int[] {1, 8, 9, 30}, 20, 1, List.of(4, 2), List.of(1, 3), 0),
                new Case(new int[] {1, 6, 8, 8}, 32, 1, both(8), both(2), 0),
                new Case(new int[] {1, 4, 3, 5}, 17, 1, both(5), both(1), 2),
                new Case(new int[] {2, 5, 40, 6}, 16, 1, List.of(9, 3), List.of(3, 1), 4));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithTheReference(Case c) {
        Stream<Epilogue> epilogues = Stream.of(Epilogue.NONE, RELU, new Epilogue(true, new Activation.LeakyRelu(0.1f)));
        for (Epilogue epilogue : epilogues.toList()) {
            ConvTrial test = c.draw(epilogue);
            Tensor wanted = test.expected();
            LineLoops vectors = WinogradLines.loops(test.op(), test.known()).orElseThrow();
            for (LineLoops loops : List.of(vectors, new ScalarLineLoops(vectors.matrices()))) {
                Kernel kernel = new WinogradLineConv(test.op(), test.known(), loops, test.place());
                Tensor got = test.runChannelsLast(kernel, 1);
                Tolerance.assertClose(
                        got, wanted, test.roundings() * WinogradTolerance.alongOneAxis(), test.magnitude());
                assertThat(test.runChannelsLast(kernel, 3).sameBits(got))
                        .as("bits with other threads")
                        .isTrue();
            }
        }
    }

    @Test
    void isWhatRunsWhereItPays() {
        ConvTrial first = new Case(new int[] {1, 3, 224, 224}, 64, 1, both(7), both(2), 3).draw(RELU);
        Kernel chosen = ChannelKernels.prepare(first.op(), first.known(), WinogradChoice.MODEL);
        assertThat(chosen).isInstanceOf(WinogradLineConv.class);
        Tolerance.assertClose(
                first.runChannelsLast(chosen, 2),
                first.expected(),
                first.roundings() * WinogradTolerance.alongOneAxis(),
                first.magnitude());
        assertThat(lines(new Case(new int[] {1, 32, 28, 28}, 96, 1, both(5), both(1), 2)))
                .isTrue();
        assertThat(lines(new Case(new int[] {1, 3, 224, 224}, 64, 1, List.of(5, 3), both(1), 1)))
                .as("sums of nine terms")
                .isFalse();
        assertThat(lines(new Case(new int[] {1, 64, 56, 56}, 64, 1, both(3), both(1), 1)))
                .as("what tiles along both axes are for")
                .isFalse();
        assertThat(lines(new Case(new int[] {1, 64, 56, 56}, 64, 1, both(3), both(2), 1)))
                .as("two taps")
                .isFalse();
        assertThat(lines(new Case(new int[] {1, 64, 5, 30}, 64, 1, both(5), both(1), 0)))
                .as("one line of a tile's four")
                .isFalse();
    }

    private static boolean lines(Case c) {
        ConvTrial test = c.draw(RELU);
        return WinogradChoice.MODEL.lines(test.op(), test.known()).isPresent();
    }

    @Test
    void oneRunDoesWithout() {
        ConvTrial first = new Case(new int[] {1, 3, 224, 224}, 64, 1, both(7), both(2), 3).draw(RELU);
        WinogradChoice once = new WinogradChoice(Tuning.NONE, 1);
        assertThat(once.lines(first.op(), first.known())).isEmpty();
        assertThat(new WinogradChoice(Tuning.NONE, 1000).lines(first.op(), first.known()))
                .isPresent();
    }

    @Test
    void refusesWhatTheFormulasAreNotFor() {
        Random random = new Random(3);
        Tensor image = SmallModels.random(random, 1, 8, 40, 40);
        Tensor weights = SmallModels.random(random, 64, 8, 5, 5);
        Window dilated = new Window(List.of(5, 5), List.of(), List.of(2, 1), Padding.NONE);
        ConvTrial test = new ConvTrial(new Conv(dilated, 1, Epilogue.NONE), Arrays.asList(image, weights, null));
        assertThat(WinogradLines.loops(test.op(), test.known())).isEmpty();
        Conv plain = new Conv(new Window(List.of(5, 5), List.of(), List.of(), Padding.NONE), 1, Epilogue.NONE);
        assertThat(WinogradLines.loops(plain, Operands.ofTypes(image.type(), weights.type())))
                .as("weights that the run computes")
                .isEmpty();
    }
}
