package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.RandomTensors;
import dev.lathe.error.ShapeException;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Binary;
import dev.lathe.op.Concat;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.Lrn;
import dev.lathe.op.Op;
import dev.lathe.op.Padding;
import dev.lathe.op.Pool;
import dev.lathe.op.Unary;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators behind a convolution, whose result is exact and lies channels last, against the reference. */
class ChannelKernelsTest {
    private static final int CASES = 40;
    private static final int[] CHANNELS = {1, 2, 3, 7, 15, 16, 17, 31, 33};
    private final Random random = new Random(58);

    private int from(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    private List<Integer> list(int length, int least, int most) {
        return Stream.generate(() -> from(least, most)).limit(length).toList();
    }

    /** A graph of one convolution, {@code a}, over one or two axes. */
    private GraphTrial behindConv() {
        GraphTrial trial = new GraphTrial(random.nextLong());
        int height = from(1, 9);
        int width = from(1, 11);
        boolean line = from(0, 3) == 0;
        trial.input("x", line ? new int[] {from(1, 3), 2, width} : new int[] {from(1, 3), 2, height, width});
        trial.conv("a", "x", CHANNELS[random.nextInt(CHANNELS.length)]);
        return trial;
    }

    private static void assertLast(GraphTrial trial, String node, boolean wanted) {
        Layouts layouts = new Layouts(trial.graph(node));
        boolean last = layouts.graph().nodes().stream()
                .filter(each -> each.name().equals(node))
                .allMatch(layouts::isChannelsLast);
        assertThat(last).as("%s works channels last", node).isEqualTo(wanted);
    }

    /** Sums of whole numbers are exact; a mean is rounded once here and once by the reference. */
    @ParameterizedTest
    @EnumSource(names = {"MAX", "AVERAGE"})
    void pools(Pool.Kind kind) {
        int ran = 0;
        for (int i = 0; i < CASES; i++) {
            GraphTrial trial = behindConv();
            int axes = trial.value("a").shape().rank() - 2;
            Padding padding = new Padding.Explicit(list(axes, 0, 3), list(axes, 0, 3));
            Window window = new Window(list(axes, 1, 4), list(axes, 1, 3), list(axes, 1, 2), padding);
            Pool pool = new Pool(kind, window, random.nextBoolean(), random.nextBoolean(), 0, false);
            try {
                trial.node("y", pool, "a");
            } catch (ShapeException _) {
                continue;
            }
            ran++;
            assertLast(trial, "y", true);
            trial.relative(kind == Pool.Kind.MAX ? 0 : 2, "y");
        }
        assertThat(ran).isGreaterThan(CASES / 2);
    }

    @ParameterizedTest
    @EnumSource
    void globalPools(Pool.Kind kind) {
        for (int i = 0; i < CASES / 2; i++) {
            GraphTrial trial = behindConv();
            trial.node("y", new GlobalPool(kind, 2), "a");
            assertLast(trial, "y", kind != Pool.Kind.LP);
            // the sum of squares is exact; its root and that of the reference are rounded
            trial.relative(kind == Pool.Kind.MAX ? 0 : 2, "y");
        }
    }

    /**
     * Quotient of alpha, product, bias, halved by the root and rounded by it, the same once more, product, quotient,
     * and the reference: fewer than eight.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 100})
    void localResponseNormalization(int size) {
        for (float beta : new float[] {0.75f, 0.5f}) {
            for (int i = 0; i < CASES / 8; i++) {
                GraphTrial trial = behindConv();
                trial.node("y", new Lrn(size, 0.5f, beta, 1), "a");
                assertLast(trial, "y", true);
                trial.relative(8, "y");
            }
        }
    }

    /**
     * Factors are at most 1/sqrt(0.01). Rounded are difference, factor, product, sum, and what the reference rounds.
     */
    @Test
    void batchNormalization() {
        for (int i = 0; i < CASES / 2; i++) {
            GraphTrial trial = behindConv();
            int channels = trial.value("a").shape().dim(1);
            for (String name : List.of("scale", "bias", "mean")) {
                trial.constant(name, RandomTensors.floats(random, channels));
            }
            trial.constant("variance", RandomTensors.absolute(RandomTensors.floats(random, channels)));
            trial.node("y", new BatchNormalization(0.01f), "a", "scale", "bias", "mean", "variance");
            assertLast(trial, "y", true);
            trial.check(6, (largest(trial.value("a")) + 1) * 10 + 1, "y");
        }
    }

    private static double largest(Tensor tensor) {
        double largest = 0;
        for (int i = 0; i < tensor.size(); i++) {
            largest = Math.max(largest, Math.abs(tensor.doubleAt(i)));
        }
        return largest;
    }

    @Test
    void imagesAreJoinedAlongEachAxis() {
        for (int i = 0; i < CASES; i++) {
            GraphTrial trial = behindConv();
            int rank = trial.value("a").shape().rank();
            trial.conv("b", "x", trial.value("a").shape().dim(1));
            trial.node("y", new Concat(i % rank - (i % 2 == 0 ? rank : 0)), "a", "b", "a");
            assertLast(trial, "y", true);
            trial.exact("y");
        }
    }

    /** Small arguments: functions are as exact as docs/numerics.md says, 3.5 units in the last place. */
    @ParameterizedTest
    @EnumSource(names = {"ABS", "NEG", "SIGN", "CEIL", "FLOOR", "ROUND", "SQRT", "RECIPROCAL", "EXP", "ERF", "ATAN"})
    void functions(Unary.Function function) {
        elementwise(new Unary(function));
    }

    static Stream<Activation> activations() {
        return Stream.of(
                new Activation.Relu(),
                new Activation.Clip(-0.5f, 1.25f),
                new Activation.LeakyRelu(0.1f),
                new Activation.Sigmoid(),
                new Activation.Tanh());
    }

    @ParameterizedTest
    @MethodSource("activations")
    void activations(Activation activation) {
        elementwise(new Activate(activation));
    }

    private void elementwise(Op op) {
        for (int i = 0; i < CASES / 8; i++) {
            GraphTrial trial = behindConv();
            trial.constant("small", Tensor.scalar(1f / 32));
            trial.node("b", new Binary(Binary.Function.MUL), "a", "small");
            trial.node("y", op, "b");
            assertLast(trial, "y", true);
            trial.relative(8, "y");
        }
    }

    /** Whole numbers: all but quotients and powers are exact. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"ADD", "SUB", "MUL", "DIV", "POW", "FMOD", "MIN", "MAX"})
    void operandsOfAllShapes(Binary.Function function) {
        for (int i = 0; i < CASES / 8; i++) {
            GraphTrial trial = behindConv();
            Shape image = trial.value("a").shape();
            int rank = image.rank();
            trial.conv("b", "x", image.dim(1));
            trial.input("planar", image.dims());
            trial.constant("full", image.dims());
            trial.constant("scalar");
            for (int axis = 0; axis < rank; axis++) {
                trial.constant("axis" + axis, along(axis, image, rank - axis));
                trial.constant("long" + axis, along(axis, image, rank));
            }
            for (String other : List.of("b", "planar", "scalar", "axis0", "axis1", "axis2", "long1", "long2", "a")) {
                assertJoins(trial, function, other, true);
            }
            boolean isLine = Shape.of(image.dims()).size() == largestExtent(image);
            assertJoins(trial, function, "full", isLine);
        }
    }

    private static void assertJoins(GraphTrial trial, Binary.Function function, String other, boolean last) {
        trial.node("with " + other, new Binary(function), "a", other);
        trial.node(other + " with", new Binary(function), other, "a");
        assertLast(trial, "with " + other, last);
        assertLast(trial, other + " with", last);
        trial.relative(2, "with " + other, other + " with");
    }

    private static int largestExtent(Shape shape) {
        int largest = 1;
        for (int axis = 0; axis < shape.rank(); axis++) {
            largest = Math.max(largest, shape.dim(axis));
        }
        return largest;
    }

    /** The last {@code rank} extents of {@code image}, of which all but that of {@code axis} are 1. */
    private static int[] along(int axis, Shape image, int rank) {
        int[] dims = new int[rank];
        for (int i = 0; i < rank; i++) {
            int of = image.rank() - rank + i;
            dims[i] = of == axis ? image.dim(of) : 1;
        }
        return dims;
    }
}
