package dev.lathe.graph.pass;

import dev.lathe.error.ModelException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.op.Effort;
import dev.lathe.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shapes of the values of a graph for given inputs, with the arithmetic on shapes done. Immutable. */
public final class KnownTypes {
    private final Inference inference;
    private final Set<String> known = new HashSet<>();

    private KnownTypes(Graph folded) {
        inference = Inference.of(folded);
        known.addAll(folded.constants().keySet());
        folded.inputs().forEach(port -> known.add(port.name()));
        folded.nodes().forEach(node -> known.addAll(node.outputs()));
    }

    /**
     * For {@code graph}, no value of whose inputs may {@linkplain Graph#parameterInputs decide a shape}.
     *
     * @param shapes a shape for every input
     * @throws ModelException if the graph does not fit them
     */
    public static KnownTypes of(Graph graph, Map<String, Shape> shapes, Evaluator evaluator) {
        return new KnownTypes(new FoldConstants(evaluator).apply(graph.bind(shapes, Map.of())));
    }

    /** Multiply-adds of {@code node} of the graph; 0 where its result vanished with the arithmetic on shapes. */
    public long multiplications(Node node) {
        Shape result = shape(node.output());
        List<Shape> operands = new ArrayList<>();
        for (String input : node.inputs()) {
            Shape shape = shape(input);
            operands.add(shape == null ? Shape.SCALAR : shape);
        }
        return result == null ? 0 : Effort.multiplications(node.op(), operands, result);
    }

    /** The shape of {@code value}; null if it is empty or vanished with the arithmetic on shapes. */
    public @Nullable Shape shape(String value) {
        return !value.isEmpty() && known.contains(value) ? inference.type(value).shape() : null;
    }
}
