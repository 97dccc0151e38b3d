package dev.lathe.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.graph.Graph;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Pad;
import dev.lathe.op.Padding;
import dev.lathe.op.Pool;
import dev.lathe.op.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

class FusePaddingTest {
    private static final Pad ZEROS = new Pad(Pad.Mode.CONSTANT);
    private static final Padding OWN = new Padding.Explicit(List.of(1, 0), List.of(0, 2));
    private final Pass pass = new FusePadding();

    private static Sketch padded(Pad pad, long... pads) {
        return new Sketch(1)
                .input("x", 2, 3, 5, 4)
                .weights("w", 4, 3, 3, 2)
                .vector("pads", pads)
                .node("pad", pad, "x", "pads");
    }

    private static Conv conv(Padding padding) {
        return new Conv(new Window(List.of(3, 2), List.of(2, 1), List.of(), padding), 1, Epilogue.NONE);
    }

    @Test
    void addsToThePaddingOfTheConvolution() {
        Graph graph = padded(ZEROS, 0, 0, 1, 2, 0, 0, 3, 4)
                .node("conv", conv(OWN), "pad", "w")
                .graph("conv");
        Graph fused = pass.apply(graph);
        assertThat(Runs.nodes(fused)).containsExactly("conv (Conv)");
        assertThat(fused.constants().keySet()).containsExactly("w");
        assertThat(((Conv) fused.nodes().getFirst().op()).window().padding())
                .isEqualTo(new Padding.Explicit(List.of(2, 2), List.of(3, 6)));
        Runs.assertClose(graph, fused, 0);
    }

    @Test
    void namedAxesAndValidPadding() {
        Graph graph = new Sketch(2)
                .input("x", 2, 3, 5, 4)
                .weights("w", 4, 3, 3, 2)
                .vector("pads", 1, 2)
                .scalar("zero", 0)
                .vector("axes", -1)
                .node("pad", ZEROS, "x", "pads", "zero", "axes")
                .node("conv", conv(new Padding.Valid()), "pad", "w")
                .graph("conv");
        Graph fused = pass.apply(graph);
        assertThat(Runs.nodes(fused)).containsExactly("conv (Conv)");
        assertThat(((Conv) fused.nodes().getFirst().op()).window().padding())
                .isEqualTo(new Padding.Explicit(List.of(0, 1), List.of(0, 2)));
        Runs.assertClose(graph, fused, 0);
    }

    @Test
    void declines() {
        long[] spatial = {0, 0, 1, 1, 0, 0, 1, 1};
        assertUnchanged(convOn(padded(new Pad(Pad.Mode.REFLECT), spatial)).graph("conv"));
        assertUnchanged(convOn(padded(ZEROS, spatial)).graph("conv", "pad"));
        assertUnchanged(convOn(padded(ZEROS, 0, 0, -1, 0, 0, 0, 1, 1)).graph("conv"));
        assertUnchanged(convOn(padded(ZEROS, 1, 0, 1, 0, 0, 0, 1, 1)).graph("conv"));
        assertUnchanged(padded(ZEROS, spatial)
                .node("conv", conv(new Padding.SameUpper()), "pad", "w")
                .graph("conv"));
        Pool pool = new Pool(Pool.Kind.MAX, Window.of(2, 2), false, false, 2, false);
        assertUnchanged(padded(ZEROS, spatial).node("pool", pool, "pad").graph("pool"));
        assertUnchanged(new Sketch(3)
                .input("x", 2, 3, 5, 4)
                .weights("w", 4, 3, 3, 2)
                .vector("pads", spatial)
                .scalar("one", 1)
                .node("pad", ZEROS, "x", "pads", "one")
                .node("conv", conv(OWN), "pad", "w")
                .graph("conv"));
    }

    private static Sketch convOn(Sketch padded) {
        return padded.node("conv", conv(OWN), "pad", "w");
    }

    private void assertUnchanged(Graph graph) {
        assertThat(pass.apply(graph)).isSameAs(graph);
    }

    @Test
    void sumsBeyondAnIntAreLeftAlone() {
        int most = Integer.MAX_VALUE;
        Conv hostile = conv(new Padding.Explicit(List.of(most, 0), List.of(0, most)));
        Graph graph = padded(ZEROS, 0, 0, 1, 2, 0, 0, 3, 4)
                .node("conv", hostile, "pad", "w")
                .graph("conv");
        assertThat(pass.apply(graph)).isSameAs(graph);
    }

    @Test
    void weightsThatAreNoneAreLeftAlone() {
        Graph graph = new Sketch(3)
                .input("x", 2)
                .weights("w", 4)
                .vector("pads", 1, 2)
                .node("pad", ZEROS, "x", "pads")
                .node("conv", conv(new Padding.Valid()), "pad", "w")
                .graph("conv");
        assertThat(pass.apply(graph)).isSameAs(graph);
    }
}
