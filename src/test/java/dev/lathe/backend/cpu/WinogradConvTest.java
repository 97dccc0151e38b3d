package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.SmallModels;
import dev.lathe.Tolerance;
import dev.lathe.WinogradTolerance;
import dev.lathe.backend.reference.Reference;
import dev.lathe.op.Activation;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Operands;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Winograd's method on the CPU against the nested loops. */
class WinogradConvTest {
    /** One convolution with its operands; weights and bias are constants. */
    private record Case(Conv op, List<@Nullable Tensor> operands) {
        Operands known() {
            List<Operands.@Nullable Operand> known = new ArrayList<>();
            for (int i = 0; i < operands.size(); i++) {
                Tensor operand = operands.get(i);
                boolean constant = i == 1 || i == 2;
                known.add(operand == null ? null : new Operands.Operand(operand.type(), constant ? operand : null));
            }
            return Operands.of(known);
        }

        /** What each result would be were all terms positive: what roundings are relative to. */
        Tensor magnitude() {
            Conv sums = new Conv(
                    op.window(), op.groups(), new Epilogue(op.epilogue().residual(), null));
            List<@Nullable Tensor> positive = new ArrayList<>();
            for (Tensor operand : operands) {
                positive.add(operand == null ? null : absolute(operand));
            }
            return Reference.evaluate(sums, positive).get(0);
        }

        private static Tensor absolute(Tensor tensor) {
            Tensor copy = tensor.copy();
            for (int i = 0; i < copy.size(); i++) {
                copy.floats()[i] = Math.abs(copy.floats()[i]);
            }
            return copy;
        }

        /** Roundings that a plain sum may make: those of its terms, of bias, residual and activation. */
        int roundings() {
            return operands.get(1).shape().product(1, 4) + 4;
        }
    }

    private record Shape(int images, int channels, int height, int width, int filters, List<Integer> pads) {
        Case draw(Epilogue epilogue, boolean withBias) {
            Random random = new Random(hashCode());
            Window window = new Window(
                    List.of(3, 3), List.of(), List.of(), new Padding.Explicit(pads.subList(0, 2), pads.subList(2, 4)));
            Tensor image = SmallModels.random(random, images, channels, height, width);
            Tensor weights = SmallModels.random(random, filters, channels, 3, 3);
            Tensor bias = withBias ? SmallModels.random(random, filters) : null;
            List<@Nullable Tensor> operands = new ArrayList<>(Arrays.asList(image, weights, bias));
            if (epilogue.residual()) {
                Conv plain = new Conv(window, 1, Epilogue.NONE);
                int[] dims =
                        plain.infer(Operands.ofValues(operands)).get(0).shape().dims();
                operands.add(SmallModels.random(random, dims));
            }
            return new Case(new Conv(window, 1, epilogue), operands);
        }
    }

    private static List<WinogradLoops> loops() {
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

    private static Tensor run(Kernel kernel, Case test, int threads) {
        Tensor result =
                Tensor.zeros(test.op().infer(Operands.ofValues(test.operands())).get(0));
        Arrays.fill(result.floats(), Float.NaN);
        try (WorkerPool workers = new WorkerPool(threads)) {
            kernel.run(test.operands(), Arrays.asList(result), workers);
            Tensor first = result.copy();
            // the second run finds what the first one left in scratch
            kernel.run(test.operands(), Arrays.asList(result), workers);
            assertThat(result.sameBits(first)).as("bits of another run").isTrue();
        }
        return result;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void agreesWithTheReference(Shape shape) {
        for (Epilogue epilogue : epilogues().toList()) {
            Case test = shape.draw(epilogue, epilogue.activation() != null);
            assertThat(WinogradConv.accepts(test.op(), test.known())).isTrue();
            Tensor wanted = Reference.evaluate(test.op(), test.operands()).get(0);
            Tensor magnitude = test.magnitude();
            for (WinogradLoops loops : loops()) {
                int roundings = test.roundings()
                        * WinogradTolerance.amplification(loops.matrices().out());
                Kernel kernel = new WinogradConv(test.op(), test.known(), loops);
                Tensor got = run(kernel, test, 1);
                Tolerance.assertClose(got, wanted, roundings, magnitude);
                assertThat(run(kernel, test, 3).sameBits(got))
                        .as("bits with other threads")
                        .isTrue();
            }
        }
    }

    @Test
    void isWhatRunsWhereItPays() {
        Shape large = new Shape(1, 64, 56, 56, 64, List.of(1, 1, 1, 1));
        Case test = large.draw(new Epilogue(false, new Activation.Relu()), true);
        Kernel chosen = CpuKernels.prepare(test.op(), test.known());
        assertThat(chosen).isInstanceOf(WinogradConv.class);
        Tolerance.assertClose(
                run(chosen, test, 2),
                Reference.evaluate(test.op(), test.operands()).get(0),
                test.roundings() * WinogradTolerance.amplification(4),
                test.magnitude());
        Case few = new Shape(1, 3, 56, 56, 64, List.of(1, 1, 1, 1)).draw(Epilogue.NONE, false);
        assertThat(CpuKernels.prepare(few.op(), few.known())).isNotInstanceOf(WinogradConv.class);
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
            Case test = new Case(new Conv(window, 1, Epilogue.NONE), Arrays.asList(image, weights, null));
            assertThat(WinogradConv.accepts(test.op(), test.known())).isFalse();
        }
        Window plain = new Window(List.of(3, 3), List.of(), List.of(), pad);
        Conv op = new Conv(plain, 1, Epilogue.NONE);
        assertThat(WinogradConv.accepts(op, Operands.ofTypes(image.type(), weights.type())))
                .as("weights that the run computes")
                .isFalse();
        Tensor grouped = SmallModels.random(random, 64, 32, 3, 3);
        Case groups = new Case(new Conv(plain, 2, Epilogue.NONE), Arrays.asList(image, grouped, null));
        assertThat(WinogradConv.accepts(groups.op(), groups.known())).isFalse();
    }
}
