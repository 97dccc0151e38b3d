package dev.lathe.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.graph.Graph;
import dev.lathe.op.Activation;
import dev.lathe.op.Binary.Function;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
import org.junit.jupiter.api.Test;

class FuseActivationTest {
    private final Pass pass = new FuseActivation();

    private static Sketch conv() {
        return new Sketch(1).input("x", 2, 3, 4, 5).weights("w", 3, 3, 1, 1).conv("conv", "x", "w");
    }

    @Test
    void convolutionTakesOneFunction() {
        Graph graph = conv().activate("clip", new Activation.Clip(-0.5f, 0.75f), "conv")
                .activate("tanh", new Activation.Tanh(), "clip")
                .graph("tanh");
        Graph fused = pass.apply(graph);
        assertThat(Runs.nodes(fused)).containsExactly("conv (Conv)", "tanh (Tanh)");
        assertThat(((Conv) fused.nodes().getFirst().op()).epilogue())
                .isEqualTo(new Epilogue(false, new Activation.Clip(-0.5f, 0.75f)));
        assertThat(fused.nodes().getFirst().outputs()).containsExactly("clip");
        Runs.assertSameResults(graph, fused, 3);
    }

    @Test
    void afterTheResidual() {
        Graph graph = conv().binary("add", Function.ADD, "conv", "x")
                .activate("relu", new Activation.Relu(), "add")
                .graph("relu");
        Graph fused = pass.apply(new FuseResidual().apply(graph));
        assertThat(Runs.nodes(fused)).containsExactly("conv (Conv)");
        assertThat(((Conv) fused.nodes().getFirst().op()).epilogue())
                .isEqualTo(new Epilogue(true, new Activation.Relu()));
        Runs.assertSameResults(graph, fused, 3 + 1);
    }

    @Test
    void fullyConnected() {
        Graph graph = new Sketch(2)
                .input("x", 3, 7)
                .weights("w", 7, 5)
                .node("fc", new Gemm(1, 1, false, false, Epilogue.NONE), "x", "w")
                .activate("elu", new Activation.Elu(0.5f), "fc")
                .graph("elu");
        Graph fused = pass.apply(graph);
        assertThat(Runs.nodes(fused)).containsExactly("fc (Gemm)");
        Runs.assertSameResults(graph, fused, 7);
    }

    @Test
    void declines() {
        assertUnchanged(conv().activate("relu", new Activation.Relu(), "conv").graph("relu", "conv"));
        assertUnchanged(conv().activate("relu", new Activation.Relu(), "conv")
                .binary("add", Function.ADD, "relu", "conv")
                .graph("add"));
        assertUnchanged(new Sketch(3)
                .input("x", 2)
                .activate("relu", new Activation.Relu(), "x")
                .graph("relu"));
    }

    private void assertUnchanged(Graph graph) {
        assertThat(pass.apply(graph)).isSameAs(graph);
    }
}
