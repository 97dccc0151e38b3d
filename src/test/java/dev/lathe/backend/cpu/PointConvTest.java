package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.SmallModels;
import dev.lathe.Tolerance;
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

/** Convolutions of 1x1 windows against the nested loops. */
class PointConvTest {
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
    }

    private record Shape(int images, int channels, int height, int width, int filters, List<Integer> strides) {
        Case draw(Epilogue epilogue, boolean withBias) {
            Random random = new Random(hashCode());
            Window window =
                    new Window(List.of(1, 1), strides, List.of(), new Padding.Explicit(List.of(0, 0), List.of(0, 0)));
            Tensor image = SmallModels.random(random, images, channels, height, width);
            Tensor weights = SmallModels.random(random, filters, channels, 1, 1);
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

    /** Parts of panels, of tiles, of blocks and of strips; more channels than a pass has; strides and images. */
    private static Stream<Shape> shapes() {
        List<Integer> dense = List.of(1, 1);
        return Stream.of(
                new Shape(1, 1, 1, 1, 1, dense),
                new Shape(3, 5, 1, 3, 9, dense),
                new Shape(1, 33, 4, 4, 40, dense),
                new Shape(3, 7, 3, 11, 65, dense),
                new Shape(3, 300, 7, 7, 70, dense),
                new Shape(1, 700, 5, 13, 33, dense),
                new Shape(1, 3, 61, 37, 5, dense),
                new Shape(3, 16, 40, 29, 17, dense),
                new Shape(1, 5000, 6, 6, 3, dense),
                new Shape(3, 19, 7, 9, 34, List.of(2, 2)),
                new Shape(1, 300, 47, 50, 13, List.of(2, 2)),
                new Shape(2, 9, 23, 40, 8, List.of(1, 2)),
                new Shape(2, 9, 40, 23, 8, List.of(2, 1)),
                new Shape(1, 5, 50, 70, 3, List.of(3, 3)));
    }

    private static List<Epilogue> epilogues() {
        return List.of(
                Epilogue.NONE,
                new Epilogue(true, null),
                new Epilogue(false, new Activation.Clip(0, 0.5f)),
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
        for (Epilogue epilogue : epilogues()) {
            Case test = shape.draw(epilogue, epilogue.activation() != null);
            Kernel kernel = new PointConv(test.op(), test.known());
            Tensor got = run(kernel, test, 1);
            Tensor wanted = Reference.evaluate(test.op(), test.operands()).get(0);
            // roundings of the terms, then those of bias, residual and activation
            Tolerance.assertClose(got, wanted, shape.channels() + 4, test.magnitude());
            for (int threads : new int[] {2, 3}) {
                assertThat(run(kernel, test, threads).sameBits(got))
                        .as("bits with %s threads", threads)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void addsUpInTheOrderOfTheOthers(Shape shape) {
        Case test = shape.draw(new Epilogue(true, new Activation.Relu()), true);
        Tensor got = run(new PointConv(test.op(), test.known()), test, 1);
        assertThat(run(new PositionLaneConv(test.op(), test.known()), test, 1).sameBits(got))
                .isTrue();
    }

    private static Kernel chosen(Shape shape) {
        Case test = shape.draw(Epilogue.NONE, false);
        return CpuKernels.prepare(test.op(), test.known());
    }

    @Test
    void isWhatRunsWhereItPays() {
        List<Integer> dense = List.of(1, 1);
        List<Integer> strided = List.of(2, 2);
        assertThat(chosen(new Shape(1, 64, 56, 56, 256, dense))).isInstanceOf(PointConv.class);
        assertThat(chosen(new Shape(1, 3, 56, 56, 2, dense))).isInstanceOf(PointConv.class);
        assertThat(chosen(new Shape(8, 64, 14, 14, 256, dense))).isInstanceOf(PointConv.class);
        assertThat(chosen(new Shape(1, 64, 56, 56, 128, strided))).isInstanceOf(PointConv.class);
        assertThat(chosen(new Shape(1, 64, 28, 28, 128, strided))).isInstanceOf(FilterLaneConv.class);
        assertThat(chosen(new Shape(1, 64, 1, 1, 128, dense))).isInstanceOf(FilterLaneConv.class);
    }

    @Test
    void refusesWhatItIsNotFor() {
        Random random = new Random(3);
        Tensor image = SmallModels.random(random, 1, 64, 20, 20);
        Tensor weights = SmallModels.random(random, 64, 64, 1, 1);
        Padding one = new Padding.Explicit(List.of(1, 1), List.of(1, 1));
        Window padded = new Window(List.of(1, 1), List.of(), List.of(), one);
        Case ring = new Case(new Conv(padded, 1, Epilogue.NONE), Arrays.asList(image, weights, null));
        assertThat(PointConv.accepts(ring.op(), ring.known())).isFalse();
        Conv plain = new Conv(Window.of(1, 1), 1, Epilogue.NONE);
        assertThat(PointConv.accepts(plain, Operands.ofTypes(image.type(), weights.type())))
                .as("weights that the run computes")
                .isFalse();
        Tensor grouped = SmallModels.random(random, 64, 32, 1, 1);
        Case groups = new Case(new Conv(Window.of(1, 1), 2, Epilogue.NONE), Arrays.asList(image, grouped, null));
        assertThat(PointConv.accepts(groups.op(), groups.known())).isFalse();
        Case wide = new Case(
                new Conv(Window.of(3, 3), 1, Epilogue.NONE),
                Arrays.asList(image, SmallModels.random(random, 64, 64, 3, 3), null));
        assertThat(PointConv.accepts(wide.op(), wide.known())).isFalse();
    }
}
