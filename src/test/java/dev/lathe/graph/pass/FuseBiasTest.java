package dev.lathe.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.graph.Graph;
import dev.lathe.op.Binary.Function;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import org.junit.jupiter.api.Test;

class FuseBiasTest {
    private final Pass pass = new FuseBias();

    @Test
    void convolution() {
        for (int[] shape : new int[][] {{4, 1, 1}, {1, 4, 1, 1}, {1}, {}}) {
            Graph graph = new Sketch(1)
                    .input("x", 2, 3, 5, 4)
                    .weights("w", 4, 3, 2, 2)
                    .weights("t", shape)
                    .conv("conv", "x", "w")
                    .binary("add", Function.ADD, "t", "conv")
                    .graph("add");
            Graph fused = pass.apply(graph);
            assertThat(Runs.nodes(fused)).containsExactly("conv (Conv)");
            assertThat(fused.nodes().getFirst().inputs()).containsExactly("x", "w", "conv.bias");
            assertThat(fused.constant("w")).isSameAs(graph.constant("w"));
            assertThat(fused.constants()).doesNotContainKey("t");
            Runs.assertSameResults(graph, fused, 12 + 1);
        }
    }

    @Test
    void matrixProductBecomesGemm() {
        Graph graph = product(2, 3, 7).graph("add");
        Graph fused = pass.apply(graph);
        assertThat(Runs.nodes(fused)).containsExactly("fc (Gemm)");
        assertThat(fused.nodes().getFirst().op()).isEqualTo(new Gemm(1, 1, false, false, Epilogue.NONE));
        assertThat(fused.nodes().getFirst().outputs()).containsExactly("add");
        Runs.assertSameResults(graph, fused, 7 + 1);
    }

    @Test
    void aBiasForTwoProductsStaysWhole() {
        Graph graph = product(3, 3, 7)
                .node("other", new MatMul(), "x", "w")
                .binary("sum", Function.ADD, "other", "b")
                .graph("add", "sum");
        Graph fused = pass.apply(graph);
        assertThat(Runs.nodes(fused)).containsExactly("fc (Gemm)", "other (Gemm)");
        Runs.assertSameResults(graph, fused, 7 + 1);
    }

    @Test
    void declines() {
        assertUnchanged(product(4, 2, 3, 7).graph("add"));
        assertUnchanged(product(5, -1, 7).graph("add"));
        assertUnchanged(product(6, 3, 7).graph("add", "fc"));
        Sketch computed = new Sketch(7)
                .input("x", 3, 7)
                .input("b", 5)
                .weights("w", 7, 5)
                .node("fc", new MatMul(), "x", "w")
                .binary("add", Function.ADD, "fc", "b");
        assertUnchanged(computed.graph("add"));
        Sketch perRow = new Sketch(8)
                .input("x", 3, 7)
                .weights("b", 3, 1)
                .weights("w", 7, 5)
                .node("fc", new MatMul(), "x", "w")
                .binary("add", Function.ADD, "fc", "b");
        assertUnchanged(perRow.graph("add"));
    }

    private static Sketch product(long seed, int... dims) {
        return new Sketch(seed)
                .input("x", dims)
                .weights("w", 7, 5)
                .weights("b", 5)
                .node("fc", new MatMul(), "x", "w")
                .binary("add", Function.ADD, "fc", "b");
    }

    private void assertUnchanged(Graph graph) {
        assertThat(pass.apply(graph)).isSameAs(graph);
    }
}
