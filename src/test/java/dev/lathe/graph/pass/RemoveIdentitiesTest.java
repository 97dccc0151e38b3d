package dev.lathe.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Activation;
import dev.lathe.op.Cast;
import dev.lathe.op.Concat;
import dev.lathe.op.Dropout;
import dev.lathe.op.ElementType;
import dev.lathe.op.Expand;
import dev.lathe.op.Flatten;
import dev.lathe.op.Identity;
import dev.lathe.op.Op;
import dev.lathe.op.Pad;
import dev.lathe.op.Reshape;
import dev.lathe.op.Slice;
import dev.lathe.op.Split;
import dev.lathe.op.Tile;
import dev.lathe.op.Transpose;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoveIdentitiesTest {
    private static final Activation RELU = new Activation.Relu();
    private final Pass pass = new RemoveIdentities();

    private static Sketch sketch() {
        return new Sketch(1)
                .input("x", 1, 6)
                .vector("same", 1, 6)
                .vector("zeros", 0, 0, 0, 0)
                .vector("roll", 0, -1, 0, 1)
                .vector("from", 0)
                .vector("last", 5)
                .vector("to", 6)
                .vector("beforeFirst", Long.MIN_VALUE)
                .vector("columns", 1)
                .vector("forward", 1)
                .vector("backward", -1)
                .vector("ones", 1, 1)
                .vector("six", 6)
                .activate("a", RELU, "x");
    }

    @Test
    void whatChangesNothingGoes() {
        Pad pad = new Pad(Pad.Mode.CONSTANT);
        assertGone(new Identity(), "a");
        assertGone(new Dropout(), "a");
        assertGone(new Concat(1), "a");
        assertGone(new Reshape(false), "a", "same");
        assertGone(new Flatten(1), "a");
        assertGone(new Expand(), "a", "same");
        assertGone(new Tile(), "a", "ones");
        assertGone(new Cast(ElementType.FLOAT32), "a");
        assertGone(new Cast(ElementType.DOUBLE), "a");
        assertGone(new Transpose(List.of(0, 1)), "a");
        assertGone(new Split(1, 1), "a");
        assertGone(pad, "a", "zeros");
        assertGone(new Slice(), "a", "from", "to", "columns", "forward");
        assertGone(new Slice(), "a", "from", "to", "columns");
    }

    @Test
    void whatOnlyLooksLikeItStays() {
        assertStays(new Pad(Pad.Mode.CONSTANT), "a", "roll");
        assertStays(new Slice(), "a", "last", "beforeFirst", "columns", "backward");
        assertStays(new Cast(ElementType.FLOAT16), "a");
        assertStays(new Cast(ElementType.INT64), "a");
        assertStays(new Concat(1), "a", "a");
        assertStays(new Reshape(false), "a", "six");
    }

    @Test
    void aTransposeOfEqualExtentsStays() {
        Graph graph = new Sketch(2)
                .input("x", 4, 4)
                .activate("a", RELU, "x")
                .node("t", new Transpose(List.of()), "a")
                .activate("y", RELU, "t")
                .graph("y");
        assertThat(pass.apply(graph)).isSameAs(graph);
    }

    @Test
    void withFreeExtentsOnlyWhatIsCertain() {
        Graph graph = new Sketch(3)
                .input("x", -1, 6)
                .vector("same", -1, 6)
                .activate("a", RELU, "x")
                .node("i", new Identity(), "a")
                .node("r", new Reshape(false), "i", "same")
                .activate("y", RELU, "r")
                .graph("y");
        assertThat(Runs.nodes(pass.apply(graph))).containsExactly("a (Relu)", "r (Reshape)", "y (Relu)");
    }

    @Test
    void anOutputKeepsItsName() {
        Graph graph = sketch().node("y", new Identity(), "a")
                .node("z", new Identity(), "a")
                .activate("b", RELU, "a")
                .graph("y", "z", "b");
        Graph reduced = pass.apply(graph);
        // one of the two names can be that of the value itself
        assertThat(Runs.nodes(reduced)).containsExactly("a (Relu)", "z (Identity)", "b (Relu)");
        assertThat(reduced.nodes().getFirst().outputs()).containsExactly("y");
        assertThat(reduced.nodes().getLast().inputs()).containsExactly("y");
        Runs.assertClose(graph, reduced, 0);
    }

    @Test
    void betweenInputAndOutputItStays() {
        Graph graph = new Sketch(4)
                .input("x", 2)
                .weights("w", 2)
                .node("i", new Identity(), "x")
                .node("y", new Identity(), "i")
                .node("z", new Identity(), "w")
                .graph("y", "z");
        Graph reduced = pass.apply(graph);
        assertThat(Runs.nodes(reduced)).containsExactly("y (Identity)", "z (Identity)");
        assertThat(reduced.nodes().getFirst().inputs()).containsExactly("x");
        Runs.assertClose(graph, reduced, 0);
    }

    @Test
    void dropoutWhoseMaskIsUsedStays() {
        for (boolean used : new boolean[] {true, false}) {
            Graph graph = sketch().node(new Node("drop", new Dropout(), List.of("a"), List.of("drop", "mask")))
                    .node("more", new Cast(ElementType.FLOAT32), used ? "mask" : "a")
                    .activate("y", RELU, "drop")
                    .graph("y", "more");
            assertThat(pass.apply(graph).nodes().stream().anyMatch(node -> node.op() instanceof Dropout))
                    .isEqualTo(used);
        }
    }

    private void assertGone(Op op, String... operands) {
        Graph graph = graph(op, operands);
        Graph reduced = pass.apply(graph);
        assertThat(Runs.nodes(reduced)).as(op.name()).containsExactly("a (Relu)", "y (Tanh)");
        assertThat(reduced.nodes().getLast().inputs()).containsExactly("a");
        Runs.assertClose(graph, reduced, 0);
    }

    private void assertStays(Op op, String... operands) {
        Graph graph = graph(op, operands);
        assertThat(pass.apply(graph)).as(op.name()).isSameAs(graph);
    }

    private static Graph graph(Op op, String... operands) {
        Sketch sketch = sketch().node("op", op, operands);
        return op.equals(new Cast(ElementType.INT64))
                ? sketch.graph("op")
                : sketch.activate("y", new Activation.Tanh(), "op").graph("y");
    }
}
