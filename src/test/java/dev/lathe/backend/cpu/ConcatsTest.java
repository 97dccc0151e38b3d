package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Binary;
import dev.lathe.op.Concat;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Padding;
import dev.lathe.op.Pool;
import dev.lathe.op.Window;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written right into a concatenation, and what is copied. Images are such as keep results exact. */
class ConcatsTest {
    private static final Activate RELU = new Activate(new Activation.Relu());
    private static final Binary ADD = new Binary(Binary.Function.ADD);
    private static final Concat CHANNELS = new Concat(1);
    private static final Window THREES =
            new Window(List.of(3, 3), List.of(), List.of(), new Padding.Explicit(List.of(1, 1), List.of(1, 1)));

    private final GraphTrial trial = new GraphTrial(23);

    /** Those of {@code values} that are written right into a concatenation. */
    private List<String> placed(Graph graph, String... values) {
        Layouts layouts = new Layouts(graph);
        Concats concats = new Concats(layouts.graph().nodes(), layouts, Inference.of(layouts.graph()));
        return Stream.of(values).filter(concats::isPlaced).toList();
    }

    @Test
    void convolutionsWriteWhereTheConcatenationWantsThem() {
        trial.input("x", 2, 3, 7, 9);
        trial.conv("a", "x", 17);
        trial.conv("b", "x", 6, new Epilogue(false, new Activation.Relu()));
        trial.conv("c", "x", 40);
        trial.node("all", CHANNELS, "a", "b", "c");
        trial.conv("y", "all", 5);
        assertThat(placed(trial.graph("y"), "a", "b", "c")).containsExactly("a", "b", "c");
        trial.exact("y");
    }

    @Test
    void theRestIsCopied() {
        trial.input("x", 2, 3, 7, 9);
        trial.conv("a", "x", 17);
        trial.conv("used", "x", 6);
        trial.conv("twice", "a", 4);
        trial.node("pooled", new Pool(Pool.Kind.MAX, THREES, false, false, 0, false), "used");
        trial.conv("residual", "x", 6, new Epilogue(true, null), "used");
        trial.constant("w", 17, 1, 3, 3);
        trial.node("depthwise", new Conv(THREES, 17, Epilogue.NONE), "a", "w");
        trial.conv("last", "pooled", 8);
        String[] parts = {"pooled", "residual", "twice", "depthwise", "twice", "last", "used"};
        trial.node("all", CHANNELS, parts);
        trial.conv("y", "all", 5);
        assertThat(placed(trial.graph("y"), parts)).containsExactly("last");
        trial.exact("y");
    }

    @Test
    void whatLeavesTheGraphIsCopied() {
        trial.input("x", 2, 3, 7, 9);
        trial.conv("a", "x", 17);
        trial.conv("b", "x", 6);
        trial.node("all", CHANNELS, "a", "b");
        trial.node("y", RELU, "all");
        assertThat(placed(trial.graph("a", "y"), "a", "b")).containsExactly("b");
        trial.exact("a", "y");
        trial.exact("all", "y");
        trial.exact("all");
    }

    /** Both orders of single positions are the same, so that a concatenation may leave as it is. */
    @Test
    void concatenationsThatLeaveAreCopiedTo() {
        trial.input("x", 2, 3, 1, 1);
        trial.conv("a", "x", 17);
        trial.conv("b", "x", 6);
        trial.node("all", CHANNELS, "a", "b");
        assertThat(placed(trial.graph("all"), "a", "b")).isEmpty();
        trial.exact("all");
    }

    @Test
    void otherAxesAreCopied() {
        trial.input("x", 2, 3, 7, 9);
        trial.conv("a", "x", 6);
        trial.conv("b", "x", 6);
        trial.node("lines", new Concat(-2), "a", "b");
        trial.conv("c", "lines", 6);
        trial.conv("d", "lines", 6);
        trial.node("images", new Concat(0), "c", "d");
        trial.conv("y", "images", 5);
        assertThat(placed(trial.graph("y"), "a", "b", "c", "d")).isEmpty();
        trial.exact("y");
    }

    /** A concatenation's buffer is taken from its first operand on: what is computed meanwhile lives elsewhere. */
    @Test
    void concatenationsOfConcatenations() {
        trial.input("x", 2, 3, 7, 9);
        trial.conv("a", "x", 17);
        trial.conv("b", "x", 6);
        trial.node("c", RELU, "b");
        trial.conv("d", "c", 4);
        trial.node("first", new Concat(-3), "d", "a");
        trial.conv("e", "first", 8);
        trial.node("f", ADD, "c", "b");
        trial.node("g", RELU, "first");
        trial.conv("h", "f", 3);
        trial.node("second", CHANNELS, "e", "g", "h");
        trial.conv("y", "second", 5);
        assertThat(placed(trial.graph("y"), "a", "d", "e", "first", "g", "h")).containsExactly("a", "d", "e", "h");
        trial.exact("y");
    }
}
