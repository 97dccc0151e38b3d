package dev.lathe.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Activation;
import dev.lathe.op.Binary.Function;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import org.junit.jupiter.api.Test;

class FuseResidualTest {
    private final Pass pass = new FuseResidual();

    private static Sketch block(int batch) {
        return new Sketch(1)
                .input("x", batch, 3, 4, 5)
                .weights("w", 3, 3, 1, 1)
                .conv("conv", "x", "w")
                .activate("relu", new Activation.Relu(), "x");
    }

    @Test
    void theOtherValueMayBeDefinedAfterTheConvolution() {
        Graph graph = block(2).binary("add", Function.ADD, "conv", "relu").graph("add");
        Graph fused = pass.apply(graph);
        assertThat(Runs.nodes(fused)).containsExactly("relu (Relu)", "conv (Conv)");
        Node conv = fused.nodes().getLast();
        assertThat(conv.inputs()).containsExactly("x", "w", "", "relu");
        assertThat(conv.outputs()).containsExactly("add");
        assertThat(((Conv) conv.op()).epilogue()).isEqualTo(new Epilogue(true, null));
        Runs.assertSameResults(graph, fused, 3 + 1);
    }

    @Test
    void ofTwoConvolutionsTheLaterTakesTheSum() {
        Graph graph = block(2).weights("v", 3, 3, 1, 1)
                .weights("b", 3)
                .conv("later", "relu", "v", "b")
                .binary("add", Function.ADD, "later", "conv")
                .graph("add");
        Graph fused = pass.apply(graph);
        assertThat(Runs.nodes(fused)).containsExactly("conv (Conv)", "relu (Relu)", "later (Conv)");
        assertThat(fused.nodes().getLast().inputs()).containsExactly("relu", "v", "b", "conv");
        Runs.assertSameResults(graph, fused, 3 + 3 + 1);
    }

    @Test
    void theEarlierOneTakesItWhenTheLaterIsNeededElsewhere() {
        Graph graph = block(1).weights("v", 3, 3, 1, 1)
                .conv("later", "relu", "v")
                .binary("add", Function.ADD, "later", "conv")
                .graph("add", "later");
        Graph fused = pass.apply(graph);
        assertThat(Runs.nodes(fused)).containsExactly("relu (Relu)", "later (Conv)", "conv (Conv)");
        Runs.assertSameResults(graph, fused, 3 + 3);
    }

    @Test
    void declines() {
        assertUnchanged(block(1).binary("add", Function.ADD, "conv", "conv").graph("add"));
        assertUnchanged(block(1).binary("add", Function.ADD, "conv", "relu").graph("add", "conv"));
        assertUnchanged(block(1).binary("add", Function.SUB, "conv", "relu").graph("add"));
        assertUnchanged(block(-1).binary("add", Function.ADD, "conv", "relu").graph("add"));
        Graph broadcast = block(1).input("row", 1, 3, 1, 5)
                .binary("add", Function.ADD, "conv", "row")
                .graph("add");
        assertUnchanged(broadcast);
        Graph twice = block(1).input("y", 1, 3, 4, 5)
                .binary("sum", Function.ADD, "conv", "relu")
                .binary("add", Function.ADD, "sum", "y")
                .graph("add");
        assertThat(Runs.nodes(pass.apply(twice))).containsExactly("relu (Relu)", "conv (Conv)", "add (Add)");
        Runs.assertSameResults(twice, pass.apply(twice), 3 + 1 + 1);
    }

    private void assertUnchanged(Graph graph) {
        assertThat(pass.apply(graph)).isSameAs(graph);
    }
}
