package dev.lathe.compress.prune;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Activate;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Binary;
import dev.lathe.op.Dropout;
import dev.lathe.op.Flatten;
import dev.lathe.op.Gemm;
import dev.lathe.op.Identity;
import dev.lathe.op.MatMul;
import dev.lathe.op.Op;
import dev.lathe.op.PRelu;
import dev.lathe.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;

/**
 * A graph and who is connected with whom in it.
 *
 * @param producers the node that gives each value
 * @param users one of the nodes that use each value
 * @param uses how many use it; a graph output counts as one more
 */
record Links(Graph graph, Map<String, Node> producers, Map<String, Node> users, Map<String, Integer> uses) {
    static Links of(Graph graph) {
        Map<String, Node> users = new HashMap<>();
        graph.nodes().forEach(node -> node.inputs().forEach(input -> users.put(input, node)));
        return new Links(graph, graph.producers(), users, graph.uses());
    }

    /** Why the first result of {@code node} does not go to exactly one node and nowhere else; empty if it does. */
    String detour(Node node) {
        String value = node.output();
        if (graph.outputs().stream().anyMatch(port -> port.name().equals(value))) {
            return node + " gives an output of the graph";
        }
        boolean others = node.outputs().stream()
                .skip(1)
                .anyMatch(output -> !output.isEmpty() && uses.getOrDefault(output, 0) > 0);
        int count = uses.getOrDefault(value, 0);
        return count == 1 && !others
                ? ""
                : "the results of " + node + " are used " + (others ? "apart" : count + " times");
    }

    /** Whether {@code value} is known to have rank 2. */
    boolean isMatrix(String value) {
        String current = value;
        while (true) {
            Node producer = producers.get(current);
            if (producer == null) {
                return rankOfInput(current) == 2;
            }
            Tensor matrix = graph.constant(producer.input(Layer.WEIGHTS));
            switch (producer.op()) {
                case Flatten _, Gemm _ -> {
                    return true;
                }
                case MatMul _ when matrix != null && matrix.shape().rank() == 2 -> current = producer.input(0);
                case Activate _, BatchNormalization _, Dropout _, Identity _, PRelu _ -> current = producer.input(0);
                case Binary _ when isSmall(producer.input(1)) -> current = producer.input(0);
                case Binary _ when isSmall(producer.input(0)) -> current = producer.input(1);
                case Op _ -> {
                    return false;
                }
            }
        }
    }

    /** Whether {@code value} is a constant that does not add axes to a matrix. */
    private boolean isSmall(String value) {
        Tensor constant = graph.constant(value);
        return constant != null && constant.shape().rank() <= 2;
    }

    private int rankOfInput(String name) {
        return graph.inputs().stream()
                .filter(port -> port.name().equals(name))
                .map(Port::dims)
                .mapToInt(dims -> dims == null ? 0 : dims.size())
                .findFirst()
                .orElse(0);
    }
}
