package dev.lathe.compress.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.backend.reference.Reference;
import dev.lathe.compress.prune.RemoveDeadNeurons.Left;
import dev.lathe.compress.prune.RemoveDeadNeurons.Removed;
import dev.lathe.compress.prune.RemoveDeadNeurons.Result;
import dev.lathe.graph.Graph;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Binary;
import dev.lathe.op.Concat;
import dev.lathe.op.Conv;
import dev.lathe.op.Dropout;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Flatten;
import dev.lathe.op.Gemm;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.Identity;
import dev.lathe.op.Lrn;
import dev.lathe.op.MatMul;
import dev.lathe.op.PRelu;
import dev.lathe.op.Padding;
import dev.lathe.op.Pool;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoveDeadNeuronsTest {
    private static final int[] FIRST = {5, 3, 3, 3};
    private static final int[] SECOND = {4, 5, 3, 3};

    /** Everything is summed in whole numbers, or in numbers of few binary digits. */
    private static final double EXACT = 0;

    private static Result remove(Graph graph) {
        return new RemoveDeadNeurons(Reference::evaluate).apply(graph);
    }

    private static Shape shape(Graph graph, String constant) {
        return graph.constants().get(constant).shape();
    }

    /** Two convolutions with a Relu between; whole numbers. */
    private static Nets two(int padding) {
        return new Nets(1)
                .input("x", 2, 3, 8, 7)
                .conv("a", "x", FIRST, 1, 1)
                .relu("relu", "a")
                .conv("b", "relu", SECOND, 2, padding)
                .whole("a.w", "a.b", "b.w", "b.b");
    }

    @Test
    void aConstantMovesIntoTheNextBias() {
        Graph graph = two(0).fill("a.w", 0, 0, 1, 3)
                .fill("a.b", 7, 0, 1)
                .fill("a.b", -7, 0, 3)
                .graph("b");
        Result result = remove(graph);
        assertThat(result.removed()).containsExactly(new Removed("a", 5, 3));
        assertThat(result.left()).isEmpty();
        assertThat(shape(result.graph(), "a.w")).isEqualTo(Shape.of(3, 3, 3, 3));
        assertThat(shape(result.graph(), "a.b")).isEqualTo(Shape.of(3));
        assertThat(shape(result.graph(), "b.w")).isEqualTo(Shape.of(4, 3, 3, 3));
        float[] weights = graph.constants().get("b.w").floats();
        for (int filter = 0; filter < 4; filter++) {
            double moved = graph.constants().get("b.b").doubleAt(filter);
            for (int tap = 0; tap < 9; tap++) {
                moved += 7 * weights[(filter * 5 + 1) * 9 + tap];
            }
            assertThat(result.graph().constants().get("b.b").doubleAt(filter)).isEqualTo(moved);
        }
        Runs.assertSame(result.graph(), graph, EXACT);
    }

    @Test
    void behindZeroPaddingOnlyZerosMove() {
        Graph graph = two(1).fill("a.w", 0, 0, 1, 3)
                .fill("a.b", 7, 0, 1)
                .fill("a.b", -7, 0, 3)
                .graph("b");
        Result result = remove(graph);
        assertThat(result.removed()).containsExactly(new Removed("a", 5, 4));
        assertThat(result.left())
                .containsExactly(new Left("a", 1, "its constant output meets the zero padding of b (Conv)"));
        assertThat(result.graph().constants().get("b.b").floats())
                .containsExactly(graph.constants().get("b.b").floats());
        Runs.assertSame(result.graph(), graph, EXACT);
    }

    @Test
    void whatNobodyUsesGoes() {
        Graph graph = two(1).fill("b.w", 0, 1, 0, 2, 4).graph("b");
        Result result = remove(graph);
        assertThat(result.removed()).containsExactly(new Removed("a", 5, 2));
        Runs.assertSame(result.graph(), graph, EXACT);
    }

    @Test
    void aLayerKeepsOneNeuron() {
        Graph graph = two(0).fill("a.w", 0, 0, 0, 1, 2, 3, 4).graph("b");
        Result result = remove(graph);
        assertThat(result.removed()).containsExactly(new Removed("a", 5, 1));
        assertThat(result.left()).containsExactly(new Left("a", 1, "a layer keeps at least one neuron"));
        Runs.assertSame(result.graph(), graph, EXACT);
    }

    /** c uses nothing of b's neuron 2, which alone uses a's neuron 4; a's constant neuron 0 kills b's neuron 1. */
    @Test
    void oneNeuronTakesOthersAlong() {
        Graph graph = two(0).relu("relu2", "b")
                .conv("c", "relu2", new int[] {3, 4, 1, 1}, 1, 0)
                .whole("c.w", "c.b")
                .fill("b.w", 0, 1, 4)
                .fill("a.w", 0, 0, 0)
                .fill("b.w", 0, 0, 1)
                .fill("c.w", 1, 1, 0)
                .fill("c.w", 0, 1, 2)
                .graph("c");
        float[] weights = graph.constants().get("b.w").floats();
        weights[(2 * 5 + 4) * 9] = 1;
        weights[(1 * 5 + 0) * 9 + 3] = 1;
        Result result = remove(graph);
        assertThat(result.removed()).containsExactly(new Removed("a", 5, 3), new Removed("b", 4, 2));
        assertThat(result.left()).isEmpty();
        assertThat(shape(result.graph(), "c.w")).isEqualTo(Shape.of(3, 2, 1, 1));
        Runs.assertSame(result.graph(), graph, EXACT);
    }

    @Test
    void nothingDeadIsNothingDone() {
        Graph graph = two(1).graph("b");
        Result result = remove(graph);
        assertThat(result.graph()).isSameAs(graph);
        assertThat(result.removed()).isEmpty();
        assertThat(result.left()).isEmpty();
    }

    /** Every operator that keeps neurons apart, between two convolutions; all numbers have few binary digits. */
    @Test
    void constantsPassWhatKeepsNeuronsApart() {
        Pool average = new Pool(Pool.Kind.AVERAGE, window(2, 2, 0), false, false, 2, false);
        Pool max = new Pool(Pool.Kind.MAX, window(3, 1, 1), false, false, 2, false);
        Graph graph = new Nets(3)
                .input("x", 2, 3, 8, 7)
                .conv("a", "x", FIRST, 1, 1)
                .whole("a.w", "a.b")
                .constant("scale", Shape.of(5), 0.5f, 1, -1, 2, 1)
                .constant("shift", Shape.of(5), 1, 0, -2, 1, 0.5f)
                .constant("mean", Shape.of(5), 0, 1, 1, 0, -1)
                .constant("variance", Shape.of(5), 1, 0.25f, 1, 4, 1)
                .node("norm", new BatchNormalization(0), "a", "scale", "shift", "mean", "variance")
                .constant("slope", Shape.of(5, 1, 1), 0.5f, 0.25f, -1, 0, 2)
                .node("prelu", new PRelu(), "norm", "slope")
                .constant("addend", Shape.of(1, 5, 1, 1), 3, -1, 0.5f, 2, 1)
                .node("sum", new Binary(Binary.Function.SUB), "addend", "prelu")
                .constant("half", Shape.SCALAR, 0.5f)
                .node("scaled", new Binary(Binary.Function.MUL), "sum", "half")
                .node("clip", new Activate(new Activation.Clip(-4, 4)), "scaled")
                .node("max", max, "clip")
                .node("average", average, "max")
                .node("dropout", new Dropout(), "average")
                .node("same", new Identity(), "dropout")
                .conv("b", "same", SECOND, 1, 0)
                .whole("b.w", "b.b")
                .fill("a.w", 0, 0, 0, 2)
                .fill("b.w", 0, 1, 4)
                .graph("b");
        Result result = remove(graph);
        assertThat(result.removed()).containsExactly(new Removed("a", 5, 2));
        assertThat(shape(result.graph(), "variance")).isEqualTo(Shape.of(2));
        assertThat(shape(result.graph(), "slope")).isEqualTo(Shape.of(2, 1, 1));
        assertThat(shape(result.graph(), "addend")).isEqualTo(Shape.of(1, 2, 1, 1));
        assertThat(shape(result.graph(), "half")).isEqualTo(Shape.SCALAR);
        Runs.assertSame(result.graph(), graph, EXACT);
    }

    private static Window window(int kernel, int stride, int padding) {
        List<Integer> pads = List.of(padding, padding);
        return new Window(
                List.of(kernel, kernel), List.of(stride, stride), List.of(), new Padding.Explicit(pads, pads));
    }

    @Test
    void poolsThatCountPaddingSpoilConstants() {
        Pool average = new Pool(Pool.Kind.AVERAGE, window(2, 2, 1), false, true, 2, false);
        Graph graph = new Nets(4)
                .input("x", 1, 3, 8, 7)
                .conv("a", "x", FIRST, 1, 1)
                .whole("a.w", "a.b")
                .node("average", average, "a")
                .conv("b", "average", SECOND, 1, 0)
                .whole("b.w", "b.b")
                .fill("a.w", 0, 0, 0, 2)
                .fill("a.b", 4, 0, 0)
                .fill("a.b", 0, 0, 2)
                .graph("b");
        Result result = remove(graph);
        assertThat(result.removed()).containsExactly(new Removed("a", 5, 4));
        assertThat(result.left())
                .containsExactly(new Left(
                        "a", 1, "its constant output differs from place to place behind average (AveragePool)"));
        Runs.assertSame(result.graph(), graph, EXACT);
    }

    /** Each channel is a block of 2·3 inputs of the Gemm; the weights lie [n, k] in one and [k, n] in the other. */
    @Test
    void flattenedChannelsAreBlocks() {
        Nets nets = new Nets(5)
                .input("x", 2, 3, 4, 5)
                .conv("a", "x", FIRST, 1, 0)
                .relu("relu", "a")
                .node("flat", new Flatten(1), "relu")
                .node("dropout", new Dropout(), "flat")
                .gemm("fc", "dropout", 7, 30)
                .constant("shift", Shape.of(7), 1, 2, 3, -1, -2, -3, 0)
                .node("shifted", new Binary(Binary.Function.ADD), "fc", "shift")
                .relu("relu2", "shifted")
                .weights("out.w", 7, 4)
                .constant("out.b", Shape.of(1, 4), 1, 2, 3, 4)
                .node("out", new Gemm(0.5f, 2, false, false, Epilogue.NONE), "relu2", "out.w", "out.b");
        Graph graph = nets.whole("a.w", "a.b", "fc.w", "fc.b", "out.w")
                .fill("a.w", 0, 0, 1)
                .fill("a.b", 3, 0, 1)
                .fill("fc.w", 0, 1, 18, 19, 20, 21, 22, 23)
                .fill("fc.w", 0, 0, 2, 5)
                .fill("fc.b", 1, 0, 2)
                .graph("out");
        Result result = remove(graph);
        assertThat(result.removed()).containsExactly(new Removed("a", 5, 3), new Removed("fc", 7, 5));
        assertThat(shape(result.graph(), "fc.w")).isEqualTo(Shape.of(5, 18));
        assertThat(shape(result.graph(), "shift")).isEqualTo(Shape.of(5));
        assertThat(shape(result.graph(), "out.w")).isEqualTo(Shape.of(5, 4));
        Runs.assertSame(result.graph(), graph, EXACT);
    }

    /** A MatMul adds nothing, so one that has to becomes a Gemm. */
    @Test
    void productsOfMatricesGetABias() {
        Graph graph = new Nets(6)
                .input("x", 3, 4)
                .weights("a", 4, 5)
                .node("first", new MatMul(), "x", "a")
                .constant("bias", Shape.of(5), 2, -1, 1, 3, 1)
                .node("sum", new Binary(Binary.Function.ADD), "first", "bias")
                .relu("relu", "sum")
                .weights("b", 5, 2)
                .node("second", new MatMul(), "relu", "b")
                .whole("a", "b")
                .fill("a", 0, 1, 0, 1)
                .graph("second");
        Result result = remove(graph);
        assertThat(result.removed()).containsExactly(new Removed("first", 5, 3));
        assertThat(shape(result.graph(), "bias")).isEqualTo(Shape.of(3));
        assertThat(result.graph().nodes().getLast().op()).isEqualTo(new Gemm(1, 1, false, false, Epilogue.NONE));
        Runs.assertSame(result.graph(), graph, EXACT);
    }

    @Test
    void productsOfMoreThanMatricesAreLeft() {
        Graph graph = new Nets(6)
                .input("x", 2, 3, 4)
                .weights("a", 4, 5)
                .node("first", new MatMul(), "x", "a")
                .weights("b", 5, 2)
                .node("second", new MatMul(), "first", "b")
                .fill("a", 0, 1, 0, 1)
                .graph("second");
        assertThat(remove(graph).graph()).isSameAs(graph);
    }

    @Test
    void poolingOverAllPlacesKeepsConstants() {
        Graph graph = new Nets(7)
                .input("x", 2, 3, 4, 4)
                .conv("a", "x", FIRST, 2, 1)
                .node("pool", new GlobalPool(Pool.Kind.AVERAGE, 2), "a")
                .node("flat", new Flatten(1), "pool")
                .gemm("fc", "flat", 3, 5)
                .whole("a.w", "a.b", "fc.w", "fc.b")
                .fill("a.w", 0, 0, 4)
                .fill("a.b", 5, 0, 4)
                .graph("fc");
        Result result = remove(graph);
        assertThat(result.removed()).containsExactly(new Removed("a", 5, 4));
        Runs.assertSame(result.graph(), graph, EXACT);
    }

    /** tanh of a constant is no number of few digits: the next bias is rounded once, the result on either side too. */
    @Test
    void curvesOfConstantsAreRounded() {
        Graph graph = new Nets(8)
                .input("x", 1, 3, 6, 6)
                .conv("a", "x", FIRST, 1, 1)
                .node("tanh", new Activate(new Activation.Tanh()), "a")
                .conv("b", "tanh", SECOND, 1, 0)
                .fill("a.w", 0, 0, 2, 3)
                .graph("b");
        Result result = remove(graph);
        assertThat(result.removed()).containsExactly(new Removed("a", 5, 3));
        // 45 products below 1 and a bias below 1 are summed.
        Runs.assertSame(result.graph(), graph, 3 * 46 * 0x1p-24);
        assertThat(graph.constants().get("a.b").doubleAt(2)).isNotCloseTo(0, within(1e-3));
    }

    @Test
    void fusedActivationsAreComputedToo() {
        Epilogue epilogue = new Epilogue(false, new Activation.LeakyRelu(0.5f));
        Graph graph = new Nets(9)
                .input("x", 1, 3, 6, 6)
                .weights("a.w", FIRST)
                .weights("a.b", 5)
                .node("a", new Conv(window(3, 1, 1), 1, epilogue), "x", "a.w", "a.b")
                .weights("b.w", SECOND)
                .node("b", new Conv(window(3, 1, 0), 1, epilogue), "a", "b.w")
                .whole("a.w", "a.b", "b.w")
                .fill("a.w", 0, 0, 2, 3)
                .fill("a.b", -6, 0, 2)
                .graph("b");
        Result result = remove(graph);
        assertThat(result.removed()).containsExactly(new Removed("a", 5, 3));
        assertThat(result.graph().nodes().getLast().inputs()).containsExactly("a", "b.w", "b.2");
        Runs.assertSame(result.graph(), graph, EXACT);
    }

    @Test
    void sharedConstantsStayForTheOthers() {
        Graph graph = Masks.record(
                new Nets(10)
                        .input("x", 1, 5, 6, 6)
                        .conv("a", "x", new int[] {5, 5, 1, 1}, 1, 0)
                        .node("b", new Conv(window(1, 1, 0), 1, Epilogue.NONE), "a", "a.w", "a.b")
                        .node("c", new Conv(window(1, 1, 0), 1, Epilogue.NONE), "b", "a.w", "a.b")
                        .whole("a.w", "a.b")
                        .fill("a.w", 0, 0, 1)
                        .graph("c"),
                List.of("a.w"));
        Result result = remove(graph);
        assertThat(result.removed()).containsExactly(new Removed("a", 5, 4), new Removed("b", 5, 4));
        assertThat(shape(result.graph(), "a.1")).isEqualTo(Shape.of(4, 5, 1, 1));
        assertThat(shape(result.graph(), "b.1")).isEqualTo(Shape.of(4, 4, 1, 1));
        assertThat(Masks.of(result.graph()).keySet()).containsExactly("a.w", "a.1", "b.1");
        Runs.assertSame(result.graph(), graph, EXACT);
    }

    @Test
    void whatJoinsNeuronsIsLeftWhole() {
        Nets nets = new Nets(11).input("x", 1, 3, 6, 6);
        for (String name : List.of("n0", "output", "twice", "lrn", "concat", "residual", "grouped", "last")) {
            nets.conv(name, "x", FIRST, 1, 1).fill(name + ".w", 0, 0, 1);
        }
        nets.weights("next", SECOND)
                .node("n1", conv(1), "twice", "next")
                .node("n2", conv(1), "twice", "next")
                .node("lrn1", new Lrn(3, 1, 1, 1), "lrn")
                .node("n3", conv(1), "lrn1", "next")
                .weights("wide", 4, 10, 3, 3)
                .node("joined", new Concat(1), "concat", "n0")
                .node("n4", conv(1), "joined", "wide")
                .node("sum", new Binary(Binary.Function.ADD), "residual", "n0")
                .node("n5", conv(1), "sum", "next")
                .weights("each", 5, 1, 3, 3)
                .fill("each", 0, 0, 1, 3)
                .node("groups", conv(5), "grouped", "each");
        Graph graph = nets.graph("output", "n1", "n2", "n3", "n4", "n5", "groups", "last");
        Result result = remove(graph);
        assertThat(result.graph()).isSameAs(graph);
        assertThat(result.left())
                .containsExactly(
                        new Left("n0", 1, "the results of n0 (Conv) are used 2 times"),
                        new Left("output", 1, "output (Conv) gives an output of the graph"),
                        new Left("twice", 1, "the results of twice (Conv) are used 2 times"),
                        new Left("lrn", 1, "neurons cannot be told apart behind lrn1 (LRN)"),
                        new Left("concat", 1, "neurons cannot be told apart behind joined (Concat)"),
                        new Left("residual", 1, "sum (Add) joins another value"),
                        new Left("grouped", 1, "groups (Conv) has 5 groups"),
                        new Left("last", 1, "last (Conv) gives an output of the graph"),
                        new Left("groups", 2, "groups (Conv) has 5 groups"));
    }

    private static Conv conv(int groups) {
        return new Conv(window(3, 1, 1), groups, Epilogue.NONE);
    }
}
