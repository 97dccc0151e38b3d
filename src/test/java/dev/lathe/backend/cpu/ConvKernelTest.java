package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.SmallModels;
import dev.lathe.Tolerance;
import dev.lathe.backend.reference.Reference;
import dev.lathe.op.Activation;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every convolution algorithm against the nested loops, on seeded random geometries. */
class ConvKernelTest {
    private static ConvTrial random(Random random, int rank, int groups, int perGroupIn, int perGroupOut) {
        List<Integer> kernel = new ArrayList<>();
        List<Integer> strides = new ArrayList<>();
        List<Integer> dilations = new ArrayList<>();
        List<Integer> begin = new ArrayList<>();
        List<Integer> end = new ArrayList<>();
        int[] x = new int[rank + 2];
        int[] w = new int[rank + 2];
        x[0] = 1 + random.nextInt(3);
        x[1] = groups * perGroupIn;
        w[0] = groups * perGroupOut;
        w[1] = perGroupIn;
        for (int axis = 0; axis < rank; axis++) {
            kernel.add(1 + random.nextInt(4));
            strides.add(1 + random.nextInt(3));
            dilations.add(1 + random.nextInt(2));
            begin.add(random.nextInt(4));
            end.add(random.nextInt(4));
            w[axis + 2] = kernel.get(axis);
            x[axis + 2] = 1 + (kernel.get(axis) - 1) * dilations.get(axis) + random.nextInt(rank == 3 ? 5 : 24);
        }
        Window window = new Window(kernel, strides, dilations, new Padding.Explicit(begin, end));
        Conv op = new Conv(window, groups, Epilogue.NONE);
        Tensor bias = random.nextBoolean() ? SmallModels.random(random, w[0]) : null;
        Tensor image = SmallModels.random(random, x);
        Tensor weights = SmallModels.random(random, w);
        if (random.nextInt(3) == 0) {
            Tensor plain =
                    Reference.evaluate(op, Arrays.asList(image, weights, bias)).get(0);
            Tensor residual = SmallModels.random(random, plain.shape().dims());
            Activation activation = random.nextBoolean() ? new Activation.LeakyRelu(0.1f) : null;
            return new ConvTrial(
                    new Conv(window, groups, new Epilogue(true, activation)),
                    Arrays.asList(image, weights, bias, residual));
        }
        Activation activation = random.nextBoolean() ? new Activation.Relu() : null;
        return new ConvTrial(
                new Conv(window, groups, new Epilogue(false, activation)), Arrays.asList(image, weights, bias));
    }

    private static void agrees(Kernel kernel, ConvTrial test) {
        agrees(test, threads -> test.run(kernel, threads));
    }

    private static void agreesChannelsLast(Kernel kernel, ConvTrial test) {
        agrees(test, threads -> test.runChannelsLast(kernel, threads));
    }

    private static void agrees(ConvTrial test, IntFunction<Tensor> runWithThreads) {
        Tensor got = runWithThreads.apply(1);
        Tensor wanted = test.expected();
        Tolerance.assertClose(got, wanted, test.roundings(), test.magnitude());
        assertThat(runWithThreads.apply(3).sameBits(got))
                .as("bits with other threads")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void gemmConv(int rank) {
        Random random = new Random(rank);
        for (int i = 0; i < 40; i++) {
            ConvTrial test =
                    random(random, rank, 1 + random.nextInt(3), 1 + random.nextInt(40), 1 + random.nextInt(30));
            agrees(new GemmConv(test.op(), test.known()), test);
            agrees(new GemmConv(test.op(), test.unknown()), test);
        }
    }

    @Test
    void gemmConvWithMoreTermsAndFiltersThanABlock() {
        Random random = new Random(11);
        for (int i = 0; i < 6; i++) {
            ConvTrial test = random(random, 2, 1, 60 + random.nextInt(80), 97 + random.nextInt(120));
            agrees(new GemmConv(test.op(), test.known()), test);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void directConv(int rank) {
        Random random = new Random(20 + rank);
        for (int i = 0; i < 60; i++) {
            int groups = random.nextInt(2) == 0 ? 1 : 1 + random.nextInt(3);
            ConvTrial test = random(random, rank, groups, 1 + random.nextInt(50), 1 + random.nextInt(70));
            agreesChannelsLast(new DirectConv(test.op(), test.known(), test.place()), test);
            agreesChannelsLast(new DirectConv(test.op(), test.unknown(), test.place()), test);
        }
    }

    /** Windows with more terms than a pass, in one run and in several. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void directConvWithMoreTermsThanAPass(int kernel) {
        Random random = new Random(30 + kernel);
        Window window = new Window(
                List.of(kernel, kernel), List.of(), List.of(), new Padding.Explicit(List.of(1, 0), List.of(0, 1)));
        for (int channels : new int[] {200, 530}) {
            ConvTrial test = ConvTrial.draw(
                    random,
                    window,
                    new Epilogue(true, new Activation.LeakyRelu(0.1f)),
                    true,
                    new int[] {2, channels, 5, 7},
                    new int[] {41, channels, kernel, kernel});
            agreesChannelsLast(new DirectConv(test.op(), test.known(), test.place()), test);
        }
    }

    /** Several strips, which share what stays near of the filters; the last panel is half a one. */
    @ParameterizedTest
    @ValueSource(ints = {300, 600})
    void directConvWithMoreFiltersThanStayNear(int channels) {
        ConvTrial test = ConvTrial.draw(
                new Random(channels),
                Window.of(1, 1),
                new Epilogue(false, new Activation.Relu()),
                true,
                new int[] {1, channels, 13, 13},
                new int[] {644, channels, 1, 1});
        agreesChannelsLast(new DirectConv(test.op(), test.known(), test.place()), test);
    }

    /** Fewer positions than two tiles of them, and filters that come from memory. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 9, 13})
    void directConvOfFewPositions(int positions) {
        ConvTrial test = ConvTrial.draw(
                new Random(positions),
                Window.of(1, 1),
                Epilogue.NONE,
                true,
                new int[] {1, 300, 1, positions},
                new int[] {260, 300, 1, 1});
        agreesChannelsLast(new DirectConv(test.op(), test.known(), test.place()), test);
    }

    /** Many positions, and a window that reaches beyond one edge only. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void directConvOfLargeImages(int stride) {
        Random random = new Random(40 + stride);
        Window window = new Window(
                List.of(2, 3), List.of(stride, stride), List.of(), new Padding.Explicit(List.of(0, 2), List.of(1, 0)));
        ConvTrial test =
                ConvTrial.draw(random, window, Epilogue.NONE, false, new int[] {2, 3, 61, 47}, new int[] {17, 3, 2, 3});
        agreesChannelsLast(new DirectConv(test.op(), test.known(), test.place()), test);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 40})
    void sumsOfNoTermsAreTheBias(int filters) {
        Conv op = new Conv(Window.of(3, 3), 1, Epilogue.NONE);
        Tensor bias = SmallModels.random(new Random(50), filters);
        ConvTrial empty = new ConvTrial(
                op,
                Arrays.asList(
                        SmallModels.random(new Random(51), 1, 0, 5, 5),
                        SmallModels.random(new Random(52), filters, 0, 3, 3),
                        bias));
        ConvTrial other = new ConvTrial(
                op,
                Arrays.asList(
                        SmallModels.random(new Random(53), 1, 9, 5, 5),
                        SmallModels.random(new Random(54), filters, 9, 3, 3),
                        bias));
        Tensor result = Tensor.zeros(op.infer(empty.known()).get(0));
        try (WorkerPool workers = new WorkerPool(1)) {
            Tensor before = Tensor.zeros(op.infer(other.known()).get(0));
            ChannelKernels.prepare(op, other.known(), WinogradChoice.MODEL)
                    .run(other.operands(), Arrays.asList(before), workers);
            CpuKernels.prepare(op, empty.known()).run(empty.operands(), Arrays.asList(result), workers);
        }
        for (int i = 0; i < result.size(); i++) {
            assertThat(result.floats()[i]).isEqualTo(bias.floats()[i / 9]);
        }
    }

    @Test
    void depthwiseConv() {
        Random random = new Random(13);
        for (int i = 0; i < 60; i++) {
            ConvTrial test = random(random, 1 + random.nextInt(2), 2 + random.nextInt(60), 1, 1);
            assertThat(DepthwiseConv.accepts(test.op(), test.known())).isTrue();
            assertThat(DepthwiseConv.accepts(test.op(), test.unknown())).isFalse();
            agreesChannelsLast(new DepthwiseConv(test.op(), test.known()), test);
        }
    }
}
