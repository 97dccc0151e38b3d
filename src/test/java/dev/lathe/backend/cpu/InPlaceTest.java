package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Binary;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.PRelu;
import dev.lathe.op.Padding;
import dev.lathe.op.Pool;
import dev.lathe.op.Reshape;
import dev.lathe.op.Unary;
import dev.lathe.op.Window;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which results are written over an operand, and what comes of it. Images are such as keep results exact. */
class InPlaceTest {
    private static final Activate RELU = new Activate(new Activation.Relu());
    private static final Binary ADD = new Binary(Binary.Function.ADD);
    private static final Unary NEG = new Unary(Unary.Function.NEG);
    private static final Epilogue SUM = new Epilogue(true, new Activation.Relu());

    private final GraphTrial trial = new GraphTrial(29);

    private static BufferPlan plan(Graph graph) {
        Layouts layouts = new Layouts(graph);
        Inference types = Inference.of(layouts.graph());
        InPlace inPlace = new InPlace(layouts, types);
        return new BufferPlan(
                layouts.graph().nodes(),
                layouts.graph().outputs(),
                types,
                layouts::isView,
                Map.of(),
                inPlace::operands);
    }

    /** Whether {@code result} has the buffer of {@code operand} in a graph that gives {@code y}. */
    private boolean takes(String result, String operand) {
        BufferPlan plan = plan(trial.graph("y"));
        assertThat(plan.slot(operand)).isNotNegative();
        return plan.slot(result) == plan.slot(operand);
    }

    @Test
    void aConvolutionIsWrittenOverItsResidual() {
        trial.input("x", 2, 3, 9, 10);
        trial.conv("a", "x", 17);
        trial.conv("b", "a", 7);
        trial.conv("sum", "b", 17, SUM, "a");
        trial.conv("y", "sum", 5);
        assertThat(takes("sum", "a")).isTrue();
        trial.exact("y");
    }

    @Test
    void butNotOverWhatItsWindowsSee() {
        trial.input("x", 2, 3, 9, 10);
        trial.conv("a", "x", 9);
        trial.conv("sum", "a", 9, SUM, "a");
        trial.conv("y", "sum", 5);
        assertThat(takes("sum", "a")).isFalse();
        trial.exact("y");
    }

    @Test
    void norOverWhatOthersNeed() {
        trial.input("x", 2, 3, 9, 10);
        trial.conv("a", "x", 17);
        trial.conv("b", "a", 7);
        trial.conv("sum", "b", 17, SUM, "a");
        trial.node("later", ADD, "sum", "a");
        trial.conv("y", "later", 5);
        assertThat(takes("sum", "a")).isFalse();
        assertThat(takes("later", "sum")).isTrue();
        trial.exact("y");
    }

    /** Of channels that do not fill vectors some are computed twice. */
    @Test
    void aDepthwiseConvolutionIsNot() {
        trial.input("x", 2, 3, 9, 10);
        trial.conv("a", "x", 17);
        trial.conv("b", "a", 17);
        trial.constant("w", 17, 1, 3, 3);
        trial.constant("bias", 17);
        Window window = new Window(List.of(), List.of(), List.of(), new Padding.Explicit(List.of(1, 1), List.of(1, 1)));
        trial.node("sum", new Conv(window, 17, SUM), "b", "w", "bias", "a");
        trial.node("y", RELU, "sum");
        assertThat(takes("sum", "a")).isFalse();
        trial.exact("y");
    }

    @Test
    void elementwiseOperatorsAre() {
        trial.input("x", 2, 3, 9, 10);
        trial.node("a", NEG, "x");
        trial.node("b", RELU, "a");
        trial.constant("slopes", 3, 1, 1);
        trial.node("c", new PRelu(), "b", "slopes");
        trial.node("d", NEG, "x");
        trial.node("e", ADD, "d", "c");
        trial.node("y", RELU, "e");
        assertThat(takes("b", "a")).isTrue();
        assertThat(takes("c", "b")).isTrue();
        assertThat(takes("e", "d")).isTrue();
        trial.exact("y");
    }

    /** The caller's tensors and constants are only read. */
    @Test
    void whatComesFromElsewhereIsLeftAlone() {
        trial.input("x", 2, 3, 9, 10);
        trial.constant("c", 2, 3, 9, 10);
        trial.node("a", ADD, "x", "c");
        trial.node("y", ADD, "a", "x");
        assertThat(plan(trial.graph("y")).buffers()).hasSize(1);
        trial.exact("y", "a");
        trial.exact("y");
    }

    @Test
    void largerResultsGoElsewhere() {
        trial.input("x", 2, 3, 9, 10);
        trial.node("largest", new GlobalPool(Pool.Kind.MAX, 2), "x");
        trial.node("maxima", NEG, "largest");
        trial.node("wide", ADD, "maxima", "x");
        trial.node("y", RELU, "wide");
        assertThat(takes("maxima", "largest")).isTrue();
        assertThat(takes("wide", "maxima")).isFalse();
        trial.exact("y");
    }

    /** The operand under another shape would be read in another order than it is overwritten. */
    @Test
    void viewsOfTheSameValueShareNothingWithTheResult() {
        trial.input("x", 1, 6);
        trial.node("a", NEG, "x");
        trial.constant("column", Tensor.vector(6, 1));
        trial.node("turned", new Reshape(false), "a", "column");
        trial.node("table", ADD, "a", "turned");
        trial.node("y", RELU, "table");
        assertThat(takes("table", "a")).isFalse();
        trial.exact("y");
    }
}
