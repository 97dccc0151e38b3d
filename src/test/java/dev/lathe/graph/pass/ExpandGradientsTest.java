package dev.lathe.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.BatchNormalizationGradient;
import dev.lathe.op.ConvFilterGradient;
import dev.lathe.op.Moments;
import dev.lathe.op.Op;
import dev.lathe.op.Padding;
import dev.lathe.op.ReluGradient;
import dev.lathe.op.Window;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExpandGradientsTest {
    private static final Shape X = Shape.of(2, 4, 7, 5);
    private static final Shape VECTOR = Shape.of(4);

    /** One node with inputs of these shapes, and constants behind them. */
    private static Graph graph(Op op, List<Shape> inputs, Map<String, Tensor> constants, Shape... results) {
        List<Port> ports = new ArrayList<>();
        inputs.forEach(shape -> ports.add(Port.of("in" + ports.size(), DType.FLOAT32, shape)));
        List<String> operands = new ArrayList<>(ports.stream().map(Port::name).toList());
        operands.addAll(constants.keySet());
        List<Port> outputs = new ArrayList<>();
        for (Shape result : results) {
            outputs.add(Port.of("out" + outputs.size(), DType.FLOAT32, result));
        }
        List<String> names = outputs.stream().map(Port::name).toList();
        return new Graph("one", ports, outputs, constants, List.of(new Node("node", op, operands, names)), Map.of());
    }

    private static Graph filters(Window window, int groups, Shape y, long... w) {
        int[] dims = new int[w.length];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = (int) w[i];
        }
        ConvFilterGradient op = new ConvFilterGradient(window, groups);
        return graph(op, List.of(X, y), Map.of("shape", Tensor.vector(w)), Shape.of(dims));
    }

    static List<Graph> graphs() {
        Padding padding = new Padding.Explicit(List.of(1, 2), List.of(0, -1));
        Window window = new Window(List.of(), List.of(2, 1), List.of(1, 2), padding);
        // spans 3 and 3 of extents 8 and 6
        return List.of(
                filters(window, 1, Shape.of(2, 3, 3, 4), 3, 4, 3, 2),
                filters(window, 2, Shape.of(2, 6, 3, 4), 6, 2, 3, 2),
                filters(window, 4, Shape.of(2, 4, 3, 4), 4, 1, 3, 2),
                graph(new ReluGradient(), List.of(X, X), Map.of(), X),
                graph(new Moments(), List.of(X), Map.of(), VECTOR, VECTOR),
                graph(
                        new BatchNormalizationGradient(0.5f),
                        List.of(X, X, VECTOR, VECTOR),
                        Map.of("variance", Tensor.of(VECTOR, 1f, 2, 3, 4)),
                        X,
                        VECTOR,
                        VECTOR));
    }

    /**
     * Sums are of 70 terms or fewer, each below 2; every value in between is rounded to single precision, which the one
     * operator does at its end alone.
     */
    @ParameterizedTest
    @MethodSource("graphs")
    void othersGiveTheSame(Graph graph) {
        Graph expanded = new ExpandGradients().apply(graph);
        assertThat(expanded.nodes()).noneMatch(node -> ExpandGradients.writes(node.op()));
        Runs.assertSameResults(graph, expanded, 140);
    }

    @Test
    void whatIsNotWantedStays() {
        Graph graph = graphs().getFirst();
        assertThat(new ExpandGradients((_, x) -> x.rank() > 4).apply(graph)).isSameAs(graph);
        assertThat(new ExpandGradients((op, _) -> op instanceof ConvFilterGradient).apply(graph))
                .isNotSameAs(graph);
    }

    @Test
    void resultsThatNobodyWantsAreNotGiven() {
        Graph all = graph(new Moments(), List.of(X), Map.of(), VECTOR, VECTOR);
        Node node = all.nodes().getFirst().withOutputs(List.of("", "out1"));
        Graph one = new Graph("one", all.inputs(), all.outputs().subList(1, 2), Map.of(), List.of(node), Map.of());
        Graph expanded = new ExpandGradients().apply(one);
        assertThat(expanded.nodes()).noneMatch(each -> each.outputs().contains(""));
        Runs.assertSameResults(one, expanded, 140);
    }
}
