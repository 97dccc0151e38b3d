package dev.lathe.train.gradient;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Binary;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.op.Reduce;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One operator whose float results, each times a random number, are added up to the loss.
 *
 * @param inputs by name, in order: what is differentiated by
 */
record GradientCase(String name, Graph graph, Map<String, Tensor> inputs) {
    static final String LOSS = "loss";

    /** @param operands floats are inputs, all others constants; null is left out */
    static GradientCase of(String name, Op op, @Nullable Tensor... operands) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        Map<String, Tensor> constants = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        List<Operands.@Nullable Operand> types = new ArrayList<>();
        for (Tensor operand : operands) {
            String operandName = operand == null ? "" : "x" + names.size();
            names.add(operandName);
            types.add(operand == null ? null : new Operands.Operand(operand.type(), operand));
            if (operand != null) {
                (operand.dtype() == DType.FLOAT32 ? inputs : constants).put(operandName, operand);
            }
        }
        List<TensorType> results = op.infer(Operands.of(types));
        List<String> outputs =
                IntStream.range(0, results.size()).mapToObj(i -> "y" + i).toList();
        List<Node> nodes = new ArrayList<>(List.of(new Node("node", op, names, outputs)));
        List<String> sums = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).dtype() == DType.FLOAT32) {
                sums.add(sum(nodes, constants, outputs.get(i), results.get(i).shape()));
            }
        }
        return new GradientCase(name, graph(name, inputs, constants, nodes, sums), inputs);
    }

    private static String sum(List<Node> nodes, Map<String, Tensor> constants, String value, Shape shape) {
        Random random = new Random(11);
        Tensor weights = Tensor.zeros(TensorType.float32(shape));
        for (int i = 0; i < weights.size(); i++) {
            weights.set(i, random.nextDouble() + 0.25);
        }
        constants.put(value + "_weights", weights);
        nodes.add(new Node(
                value + "_weighted",
                new Binary(Binary.Function.MUL),
                List.of(value, value + "_weights"),
                List.of(value + "_weighted")));
        nodes.add(new Node(
                value + "_sum",
                new Reduce(Reduce.Function.SUM, false, false),
                List.of(value + "_weighted"),
                List.of(value + "_sum")));
        return value + "_sum";
    }

    private static Graph graph(
            String name,
            Map<String, Tensor> inputs,
            Map<String, Tensor> constants,
            List<Node> nodes,
            List<String> sums) {
        String total = sums.getFirst();
        for (String sum : sums.subList(1, sums.size())) {
            Node add = new Node(
                    "add_" + sum, new Binary(Binary.Function.ADD), List.of(total, sum), List.of("with_" + sum));
            nodes.add(add);
            total = add.output();
        }
        nodes.add(new Node(LOSS, new dev.lathe.op.Identity(), List.of(total), List.of(LOSS)));
        List<Port> ports = inputs.entrySet().stream()
                .map(e -> Port.of(e.getKey(), DType.FLOAT32, e.getValue().shape()))
                .toList();
        Port loss = Port.of(LOSS, DType.FLOAT32, Shape.SCALAR);
        Graph graph = new Graph(name, ports, List.of(loss), constants, nodes, Map.of());
        Inference.of(graph);
        return graph;
    }

    @Override
    public String toString() {
        return name;
    }
}
