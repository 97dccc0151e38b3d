package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.SmallModels;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.op.Activation;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Operands;
import dev.lathe.op.Padding;
import dev.lathe.op.Pool;
import dev.lathe.op.Window;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A convolution and a pool as one against the kernels of both one after the other. */
class PooledConvTest {
    private static final Epilogue RELU = new Epilogue(false, new Activation.Relu());
    private static final Epilogue LEAKY = new Epilogue(false, new Activation.LeakyRelu(0.1f));

    private record Case(int[] image, int filters, int groups, Window conv, Pool pool, Epilogue epilogue) {
        int[] weights() {
            List<Integer> kernel = conv.kernel();
            int[] dims = new int[kernel.size() + 2];
            dims[0] = filters;
            dims[1] = image[1] / groups;
            for (int axis = 0; axis < kernel.size(); axis++) {
                dims[axis + 2] = kernel.get(axis);
            }
            return dims;
        }

        ConvTrial draw() {
            Random random = new Random(Arrays.hashCode(image));
            return new ConvTrial(
                    new Conv(conv, groups, epilogue),
                    Arrays.asList(
                            SmallModels.random(random, image),
                            SmallModels.random(random, weights()),
                            SmallModels.random(random, filters)));
        }
    }

    private static Window square(int kernel, int stride, int pad) {
        List<Integer> pads = List.of(pad, pad);
        return new Window(
                List.of(kernel, kernel), List.of(stride, stride), List.of(), new Padding.Explicit(pads, pads));
    }

    private static Pool largest(Window window, boolean ceil) {
        return new Pool(Pool.Kind.MAX, window, ceil, false, 2, false);
    }

    private static Stream<Case> cases() {
        Window line = new Window(List.of(3), List.of(2), List.of(), new Padding.Explicit(List.of(1), List.of(0)));
        Window far = new Window(
                List.of(2, 3), List.of(5, 1), List.of(2, 2), new Padding.Explicit(List.of(1, 2), List.of(0, 2)));
        return Stream.of(
                new Case(new int[] {1, 3, 151, 149}, 64, 1, square(7, 2, 3), largest(square(3, 2, 1), false), RELU),
                new Case(new int[] {2, 3, 61, 70}, 40, 1, square(3, 1, 0), largest(square(3, 2, 0), true), LEAKY),
                new Case(new int[] {1, 5, 90, 47}, 33, 1, square(3, 1, 1), largest(square(2, 2, 0), false), RELU),
                new Case(new int[] {3, 6, 41, 38}, 70, 2, square(5, 1, 2), largest(square(3, 1, 1), false), RELU),
                new Case(new int[] {1, 4, 97, 60}, 24, 1, square(1, 1, 0), largest(far, false), RELU),
                new Case(new int[] {2, 3, 9, 11}, 7, 1, square(3, 1, 1), largest(square(3, 2, 1), false), RELU),
                new Case(new int[] {1, 3, 5, 900}, 60, 1, square(3, 1, 1), largest(square(5, 1, 2), true), RELU),
                new Case(new int[] {2, 9, 400}, 20, 1, line, largest(line, false), RELU));
    }

    /** Windows whose lines begin anywhere in a tile. */
    private static Stream<Case> tall() {
        return Stream.of(
                new Case(new int[] {1, 3, 151, 149}, 64, 1, square(7, 2, 3), largest(square(3, 2, 1), false), RELU),
                new Case(new int[] {2, 3, 90, 71}, 40, 1, square(7, 2, 3), largest(square(3, 2, 0), true), LEAKY),
                new Case(new int[] {1, 3, 131, 227}, 64, 1, square(11, 4, 2), largest(square(3, 2, 0), false), RELU),
                new Case(new int[] {1, 6, 41, 38}, 70, 2, square(5, 1, 2), largest(square(3, 1, 1), false), RELU),
                new Case(new int[] {1, 4, 40, 20}, 33, 1, square(5, 1, 2), largest(square(2, 5, 0), true), RELU));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesTheBitsOfOneAfterTheOther(Case c) {
        ConvTrial conv = c.draw();
        assertSameBits(c, conv, new DirectConv(conv.op(), conv.known(), conv.place()), Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("tall")
    void givesThemByWinogradsMethodAlongOneAxis(Case c) {
        ConvTrial conv = c.draw();
        Optional<LineLoops> loops = WinogradLines.loops(conv.op(), conv.known());
        assertThat(loops).isPresent();
        assertSameBits(c, conv, new WinogradLineConv(conv.op(), conv.known(), loops.get(), conv.place()), loops);
    }

    private static void assertSameBits(Case c, ConvTrial conv, Kernel alone, Optional<LineLoops> loops) {
        Tensor between = conv.runChannelsLast(alone, 1);
        TensorType type = c.pool.infer(Operands.ofTypes(between.type())).get(0);
        Kernel apart = new ChannelPool(c.pool, between.shape());
        Tensor wanted = ConvTrial.runChannelsLast(apart, List.of(between), List.of(0), type, 1);
        Kernel joined = new PooledConv(conv.op(), conv.known(), c.pool, loops);
        List<@Nullable Tensor> operands = new ArrayList<>(conv.operands());
        operands.add(null);
        for (int threads = 1; threads <= 3; threads += 2) {
            Tensor got = ConvTrial.runChannelsLast(joined, operands, List.of(0), type, threads);
            assertThat(got.sameBits(wanted)).as("bits with %d threads", threads).isTrue();
        }
    }

    @Test
    void runsAsOneWhereTheConvolutionIsPlainAndLarge() {
        assertThat(isJoined(96, 3, 32, RELU)).isTrue();
        assertThat(isJoined(20, 3, 32, RELU)).as("a small result").isFalse();
        assertThat(isJoined(96, 32, 32, RELU))
                .as("a sum that Winograd's method makes shorter")
                .isFalse();
        assertThat(isJoined(96, 3, 32, new Epilogue(true, null)))
                .as("a residual")
                .isFalse();
    }

    @Test
    void runsApartWhereAWindowSeesMostOfTheImage() {
        assertThat(isJoined(96, 3, 32, RELU, square(96, 1, 0))).isFalse();
        assertThat(isJoined(96, 3, 32, RELU, square(21, 1, 10))).isTrue();
    }

    private static boolean isJoined(int extent, int channels, int filters, Epilogue epilogue) {
        return isJoined(extent, channels, filters, epilogue, square(2, 2, 0));
    }

    private static boolean isJoined(int extent, int channels, int filters, Epilogue epilogue, Window pool) {
        int[] image = {1, channels, extent, extent};
        int[] weights = {filters, channels, 3, 3};
        ConvTrial conv = ConvTrial.draw(new Random(1), square(3, 1, 1), epilogue, true, image, weights);
        return PooledConv.joins(conv.op(), conv.known(), largest(pool, false), WinogradChoice.MODEL);
    }

    @Test
    void leavesAConvolutionThatOthersUse() {
        Pool pool = largest(square(3, 2, 1), false);
        assertThat(isOne(pool, "pool")).isTrue();
        assertThat(isOne(pool, "pool", "conv")).as("another result").isFalse();
        assertThat(isOne(new Pool(Pool.Kind.AVERAGE, pool.window(), false, false, 2, false), "pool"))
                .as("a mean")
                .isFalse();
    }

    /** Checks the numbers, too. */
    private static boolean isOne(Pool pool, String... outputs) {
        GraphTrial trial = new GraphTrial(5);
        trial.conv("conv", trial.input("x", 2, 3, 70, 64), 40, RELU);
        trial.node("pool", pool, "conv");
        trial.relative(pool.kind() == Pool.Kind.MAX ? 0 : 9, outputs);
        return isOne(trial.graph(outputs));
    }

    @Test
    void leavesAPoolThatTellsWhereMaximaAre() {
        GraphTrial trial = new GraphTrial(6);
        trial.conv("conv", trial.input("x", 1, 3, 70, 64), 40, RELU);
        trial.node(new Node("pool", largest(square(2, 2, 0), false), List.of("conv"), List.of("pool", "places")));
        trial.exact("pool", "places");
        assertThat(isOne(trial.graph("pool", "places"))).isFalse();
    }

    private static boolean isOne(Graph graph) {
        Layouts layouts = new Layouts(graph);
        Schedule schedule = new Schedule(layouts, Inference.of(layouts.graph()), WinogradChoice.MODEL);
        return schedule.nodes().stream().noneMatch(node -> node.op() instanceof Conv);
    }
}
