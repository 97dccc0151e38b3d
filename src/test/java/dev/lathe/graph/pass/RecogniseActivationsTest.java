package dev.lathe.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.graph.Graph;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Binary.Function;
import dev.lathe.op.Unary;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import org.junit.jupiter.api.Test;

class RecogniseActivationsTest {
    private static final Activation SIGMOID = new Activation.Sigmoid();
    private static final Activation RELU6 = new Activation.Clip(0, 6);
    private static final Unary ERF = new Unary(Unary.Function.ERF);
    private final Pass pass = new RecogniseActivations();

    private static Sketch sketch() {
        return new Sketch(1)
                .input("x", 2, 3, 7)
                .scalar("half", 0.5)
                .scalar("one", 1)
                .scalar("three", 3)
                .scalar("six", 6)
                .scalar("root", Math.sqrt(2));
    }

    @Test
    void swish() {
        assertFound(sketch().activate("s", SIGMOID, "x").binary("y", Function.MUL, "x", "s"), new Activation.Swish(1));
        assertFound(
                sketch().binary("a", Function.MUL, "three", "x")
                        .activate("s", SIGMOID, "a")
                        .binary("y", Function.MUL, "s", "x"),
                new Activation.Swish(3));
    }

    @Test
    void mish() {
        assertFound(
                sketch().activate("p", new Activation.Softplus(), "x")
                        .activate("t", new Activation.Tanh(), "p")
                        .binary("y", Function.MUL, "x", "t"),
                new Activation.Mish());
    }

    @Test
    void hardSigmoidFromClip() {
        assertFound(
                sketch().binary("a", Function.ADD, "x", "three")
                        .activate("c", RELU6, "a")
                        .binary("y", Function.DIV, "c", "six"),
                new Activation.HardSigmoid((float) (1.0 / 6), 0.5f));
        assertFound(
                sketch().scalar("quarter", 0.25)
                        .binary("a", Function.ADD, "one", "x")
                        .activate("c", new Activation.Clip(0, 4), "a")
                        .binary("y", Function.MUL, "quarter", "c"),
                new Activation.HardSigmoid(0.25f, 0.25f));
    }

    @Test
    void hardSwishInThreeForms() {
        assertFound(
                sketch().activate("h", new Activation.HardSigmoid(1 / 6f, 0.5f), "x")
                        .binary("y", Function.MUL, "x", "h"),
                new Activation.HardSwish());
        assertFound(
                sketch().binary("a", Function.ADD, "x", "three")
                        .activate("c", RELU6, "a")
                        .binary("d", Function.DIV, "c", "six")
                        .binary("y", Function.MUL, "x", "d"),
                new Activation.HardSwish());
        assertFound(
                sketch().binary("a", Function.ADD, "x", "three")
                        .activate("c", RELU6, "a")
                        .binary("m", Function.MUL, "x", "c")
                        .binary("y", Function.DIV, "m", "six"),
                new Activation.HardSwish());
    }

    @Test
    void geluInThreeAssociations() {
        assertFound(
                gate().binary("m", Function.MUL, "x", "g").binary("y", Function.MUL, "m", "half"),
                new Activation.Gelu(false));
        assertFound(
                gate().binary("m", Function.MUL, "half", "g").binary("y", Function.MUL, "x", "m"),
                new Activation.Gelu(false));
        assertFound(
                gate().binary("m", Function.MUL, "half", "x").binary("y", Function.MUL, "m", "g"),
                new Activation.Gelu(false));
    }

    private static Sketch gate() {
        return sketch().binary("q", Function.DIV, "x", "root")
                .node("e", ERF, "q")
                .binary("g", Function.ADD, "e", "one");
    }

    @Test
    void aNumberWithAxesMustNotAddAny() {
        Tensor six = Tensor.of(Shape.of(1, 1, 1), 6f);
        assertFound(
                sketch().constant("six", six)
                        .binary("a", Function.ADD, "x", "three")
                        .activate("c", RELU6, "a")
                        .binary("y", Function.DIV, "c", "six"),
                new Activation.HardSigmoid((float) (1.0 / 6), 0.5f));
        assertUnchanged(sketch().constant("six", six.reshaped(Shape.of(1, 1, 1, 1)))
                .binary("a", Function.ADD, "x", "three")
                .activate("c", RELU6, "a")
                .binary("y", Function.DIV, "c", "six")
                .graph("y"));
    }

    @Test
    void declines() {
        Sketch swish = sketch().activate("s", SIGMOID, "x").binary("y", Function.MUL, "x", "s");
        assertUnchanged(swish.graph("y", "s"));
        assertUnchanged(swish.binary("z", Function.ADD, "s", "y").graph("z"));
        assertUnchanged(sketch().input("other", 2, 3, 7)
                .activate("s", SIGMOID, "x")
                .binary("y", Function.MUL, "other", "s")
                .graph("y"));
        assertUnchanged(sketch().activate("h", new Activation.HardSigmoid(0.2f, 0.5f), "x")
                .binary("y", Function.MUL, "x", "h")
                .graph("y"));
        assertUnchanged(sketch().binary("a", Function.ADD, "x", "three")
                .activate("c", RELU6, "a")
                .binary("y", Function.DIV, "c", "three")
                .graph("y"));
        assertUnchanged(gate().binary("y", Function.MUL, "x", "g").graph("y"));
    }

    /** The whole sketch is {@code function} of x; values stay below 3, and so does every one in between. */
    private void assertFound(Sketch sketch, Activation function) {
        Graph graph = sketch.graph("y");
        Graph found = pass.apply(graph);
        assertThat(found.nodes()).hasSize(1);
        assertThat(found.nodes().getFirst().op()).isEqualTo(new Activate(function));
        assertThat(found.nodes().getFirst().inputs()).containsExactly("x");
        assertThat(found.nodes().getFirst().outputs()).containsExactly("y");
        Runs.assertSameResults(graph, found, 4);
    }

    private void assertUnchanged(Graph graph) {
        assertThat(pass.apply(graph)).isSameAs(graph);
    }
}
