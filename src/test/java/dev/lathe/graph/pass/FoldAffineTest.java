package dev.lathe.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.graph.Graph;
import dev.lathe.op.Binary.Function;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
import org.junit.jupiter.api.Test;

class FoldAffineTest {
    private final Pass pass = new FoldAffine();

    private static Sketch conv() {
        return new Sketch(1)
                .input("x", 2, 3, 5, 4)
                .weights("w", 4, 3, 2, 2)
                .weights("b", 4)
                .conv("conv", "x", "w", "b");
    }

    @Test
    void scaleAndShift() {
        Graph graph = conv().weights("s", 1, 4, 1, 1)
                .weights("t", 4, 1, 1)
                .binary("mul", Function.MUL, "s", "conv")
                .binary("add", Function.ADD, "mul", "t")
                .graph("add");
        Graph folded = pass.apply(graph);
        assertThat(Runs.nodes(folded)).containsExactly("conv (Conv)");
        assertThat(folded.nodes().getFirst().outputs()).containsExactly("add");
        assertThat(folded.constants().keySet()).containsExactlyInAnyOrder("w", "b");
        // 12 products and a bias, scaled by at most 1, and a shift
        Runs.assertSameResults(graph, folded, 12 + 1 + 1);
    }

    @Test
    void numbersOnEitherSide() {
        Graph graph = conv().scalar("three", 3)
                .scalar("four", 4)
                .binary("sub", Function.SUB, "three", "conv")
                .binary("less", Function.SUB, "sub", "four")
                .binary("div", Function.DIV, "less", "three")
                .graph("div");
        Graph folded = pass.apply(graph);
        assertThat(Runs.nodes(folded)).containsExactly("conv (Conv)");
        Runs.assertSameResults(graph, folded, 12 + 1 + 3 + 4);
    }

    @Test
    void fullyConnected() {
        Graph graph = new Sketch(2)
                .input("x", 3, 7)
                .weights("w", 7, 5)
                .weights("s", 5)
                .node("fc", new Gemm(1, 1, false, false, Epilogue.NONE), "x", "w")
                .binary("mul", Function.MUL, "fc", "s")
                .graph("mul");
        Graph folded = pass.apply(graph);
        assertThat(Runs.nodes(folded)).containsExactly("fc (Gemm)");
        Runs.assertSameResults(graph, folded, 7);
    }

    @Test
    void declinesWhatIsNotPerChannel() {
        // the last axis has as many positions as there are channels: the constant belongs to that axis
        assertUnchanged(conv().weights("s", 3).binary("mul", Function.MUL, "conv", "s"));
        assertUnchanged(conv().weights("s", 4, 3).binary("mul", Function.MUL, "conv", "s"));
        assertUnchanged(conv().weights("s", 2, 1, 1, 1).binary("mul", Function.MUL, "conv", "s"));
        assertUnchanged(conv().weights("s", 1, 1, 1, 1, 1).binary("mul", Function.MUL, "conv", "s"));
    }

    @Test
    void declinesOtherFunctionsAndInfinities() {
        assertUnchanged(conv().scalar("s", 2).binary("mul", Function.MAX, "conv", "s"));
        assertUnchanged(conv().scalar("s", 2).binary("mul", Function.DIV, "s", "conv"));
        assertUnchanged(conv().scalar("s", 0).binary("mul", Function.DIV, "conv", "s"));
        assertUnchanged(conv().binary("mul", Function.MUL, "conv", "conv"));
    }

    private void assertUnchanged(Sketch sketch) {
        Graph graph = sketch.graph("mul");
        assertThat(pass.apply(graph)).isSameAs(graph);
    }
}
