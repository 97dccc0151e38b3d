package dev.lathe.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.graph.Graph;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Conv;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldBatchNormalizationTest {
    private static final BatchNormalization NORM = new BatchNormalization(1e-5f);
    private static final Window PADDED =
            new Window(List.of(), List.of(2, 1), List.of(), new Padding.Explicit(List.of(1, 0), List.of(0, 2)));
    private final Pass pass = new FoldBatchNormalization();

    private static Sketch norm(Sketch sketch, String operand, int channels) {
        return sketch.statistics("bn", channels)
                .node("bn", NORM, operand, "bn.scale", "bn.bias", "bn.mean", "bn.variance");
    }

    /** |w·x| ≤ 1 for each of {@code terms}, |bias| ≤ 1, |scale/sqrt(variance)| ≤ 2.2, |mean| ≤ 1, |shift| ≤ 1. */
    private static double magnitude(int terms) {
        return 2.2 * (terms + 1 + 1) + 1;
    }

    @Test
    void byHand() {
        Graph graph = new Sketch(0)
                .input("x", 1, 1, 2, 2)
                .constant("w", Tensor.of(Shape.of(1, 1, 1, 1), 3f))
                .constant("b", Tensor.of(Shape.of(1), 1f))
                .constant("s", Tensor.of(Shape.of(1), 8f))
                .constant("t", Tensor.of(Shape.of(1), 5f))
                .constant("m", Tensor.of(Shape.of(1), 2f))
                .constant("v", Tensor.of(Shape.of(1), 15f))
                .conv("conv", "x", "w", "b")
                .node("bn", new BatchNormalization(1), "conv", "s", "t", "m", "v")
                .graph("bn");
        Graph folded = pass.apply(graph);
        // s/sqrt(v + 1) = 2: w' = 3·2, b' = (1 - 2)·2 + 5
        assertThat(folded.constants().keySet()).containsExactlyInAnyOrder("w", "b");
        assertThat(folded.constant("w").floats()).containsExactly(6);
        assertThat(folded.constant("b").floats()).containsExactly(3);
        assertThat(graph.constant("w").floats())
                .as("the old graph is untouched")
                .containsExactly(3);
    }

    @Test
    void convolutionInGroupsWithoutBias() {
        Graph graph = norm(
                        new Sketch(1)
                                .input("x", 2, 6, 7, 5)
                                .weights("w", 9, 2, 3, 2)
                                .node("conv", new Conv(PADDED, 3, Epilogue.NONE), "x", "w"),
                        "conv",
                        9)
                .graph("bn");
        Graph folded = pass.apply(graph);
        assertThat(Runs.nodes(folded)).containsExactly("conv (Conv)");
        assertThat(folded.nodes().getFirst().outputs()).containsExactly("bn");
        assertThat(folded.nodes().getFirst().inputs()).containsExactly("x", "w", "conv.bias");
        Runs.assertSameResults(graph, folded, magnitude(2 * 3 * 2));
    }

    @Test
    void transposedConvolutionInGroups() {
        ConvTranspose op = new ConvTranspose(PADDED, 2, List.of(), List.of());
        Graph graph = norm(
                        new Sketch(2)
                                .input("x", 2, 4, 5, 4)
                                .weights("w", 4, 3, 3, 2)
                                .weights("b", 6)
                                .node("up", op, "x", "w", "b"),
                        "up",
                        6)
                .graph("bn");
        Graph folded = pass.apply(graph);
        assertThat(Runs.nodes(folded)).containsExactly("up (ConvTranspose)");
        Runs.assertSameResults(graph, folded, magnitude(2 * 3 * 2));
    }

    @Test
    void fullyConnectedBothWays() {
        for (boolean transposed : new boolean[] {true, false}) {
            Gemm op = new Gemm(0.5f, 2, false, transposed, Epilogue.NONE);
            Sketch sketch = new Sketch(3).input("x", 3, 7).weights("c", 1, 5);
            Sketch weighted = transposed ? sketch.weights("w", 5, 7) : sketch.weights("w", 7, 5);
            Graph graph = norm(weighted.node("fc", op, "x", "w", "c"), "fc", 5).graph("bn");
            Graph folded = pass.apply(graph);
            assertThat(Runs.nodes(folded)).containsExactly("fc (Gemm)");
            assertThat(folded.nodes().getFirst().op()).isEqualTo(new Gemm(0.5f, 1, false, transposed, Epilogue.NONE));
            Runs.assertSameResults(graph, folded, magnitude(7) + 2.2);
        }
    }

    @Test
    void weightsSharedWithAnotherConvolutionKeepTheirValue() {
        Graph graph = norm(
                        new Sketch(4)
                                .input("x", 1, 3, 4, 4)
                                .weights("w", 3, 3, 1, 1)
                                .weights("b", 3)
                                .conv("one", "x", "w", "b")
                                .conv("two", "x", "w", "b"),
                        "one",
                        3)
                .graph("bn", "two");
        Graph folded = pass.apply(graph);
        assertThat(folded.constant("w")).isSameAs(graph.constant("w"));
        assertThat(folded.constant("b")).isSameAs(graph.constant("b"));
        assertThat(folded.constants()).containsKeys("one.weight", "one.bias");
        Runs.assertSameResults(graph, folded, magnitude(3));
    }

    @Test
    void declines() {
        Sketch alone = norm(new Sketch(5).input("x", 1, 3, 4, 4), "x", 3);
        assertUnchanged(alone.graph("bn"));
        assertUnchanged(norm(conv(), "conv", 3).graph("bn", "conv"));
        assertUnchanged(norm(conv(), "conv", 3)
                .node("other", NORM, "conv", "bn.scale", "bn.bias", "bn.mean", "bn.variance")
                .graph("bn", "other"));
        assertUnchanged(new Sketch(6)
                .input("x", 1, 3, 4, 4)
                .input("w", 3, 3, 1, 1)
                .conv("conv", "x", "w")
                .statistics("bn", 3)
                .node("bn", NORM, "conv", "bn.scale", "bn.bias", "bn.mean", "bn.variance")
                .graph("bn"));
        assertUnchanged(conv().statistics("bn", 3)
                .input("scale", 3)
                .node("bn", NORM, "conv", "scale", "bn.bias", "bn.mean", "bn.variance")
                .graph("bn"));
    }

    @Test
    void declinesWhatWouldLeaveSinglePrecision() {
        Graph graph = norm(conv(), "conv", 3)
                .constant("bn.variance", Tensor.of(Shape.of(3), 1f, 1f, -1f))
                .graph("bn");
        assertUnchanged(graph);
        assertUnchanged(norm(conv(), "conv", 3)
                .constant("bn.scale", Tensor.of(Shape.of(3), 1f, 3e38f, 1f))
                .constant("w", Tensor.of(Shape.of(3, 3, 1, 1), 4, 4, 4, 4, 4, 4, 4, 4, 4f))
                .graph("bn"));
    }

    private static Sketch conv() {
        return new Sketch(7).input("x", 1, 3, 4, 4).weights("w", 3, 3, 1, 1).conv("conv", "x", "w");
    }

    private void assertUnchanged(Graph graph) {
        assertThat(pass.apply(graph)).isSameAs(graph);
    }
}
