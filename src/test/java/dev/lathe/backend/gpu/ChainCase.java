package dev.lathe.backend.gpu;

import dev.lathe.RandomTensors;
import dev.lathe.backend.reference.Reference;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Operands;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Three convolutions in a row, as Tucker's decomposition leaves them.
 *
 * @param ops of a 1x1 convolution, one with a window, and another 1x1 convolution
 * @param x of the first
 * @param weights of each
 * @param biases of each; null where there is none
 * @param residual of the last, if it adds one
 */
record ChainCase(
        String name,
        List<Conv> ops,
        Tensor x,
        List<Tensor> weights,
        List<@Nullable Tensor> biases,
        @Nullable Tensor residual)
        implements GraphCase {

    /**
     * Random values.
     *
     * @param x shape
     * @param ranks channels between the first and the second, and between the second and the third
     */
    static ChainCase of(String name, int[] x, List<Integer> ranks, int filters, Sort sort) {
        Random random = new Random(name.hashCode());
        int[] point = new int[x.length - 2];
        Arrays.fill(point, 1);
        Window one = Window.of(point);
        List<Conv> ops = List.of(
                new Conv(one, 1, Epilogue.NONE), new Conv(sort.window, 1, Epilogue.NONE), new Conv(one, 1, sort.last));
        List<Tensor> weights = List.of(
                RandomTensors.floats(random, shape(ranks.get(0), x[1], point)),
                RandomTensors.floats(random, shape(ranks.get(1), ranks.get(0), sort.kernel)),
                RandomTensors.floats(random, shape(filters, ranks.get(1), point)));
        List<@Nullable Tensor> biases = new ArrayList<>();
        for (int i = 0; i < ops.size(); i++) {
            boolean biased = sort.biased.contains(i);
            biases.add(
                    biased ? RandomTensors.floats(random, weights.get(i).shape().dim(0)) : null);
        }
        Tensor start = RandomTensors.floats(random, x);
        ChainCase plain = new ChainCase(name, ops, start, weights, biases, null);
        return sort.last.residual()
                ? new ChainCase(
                        name,
                        ops,
                        start,
                        weights,
                        biases,
                        RandomTensors.floats(random, plain.shapeOf(2).dims()))
                : plain;
    }

    /**
     * What kind of chain it is.
     *
     * @param kernel of the second
     * @param last epilogue of the third
     * @param biased which have a bias: 0, 1, 2
     */
    record Sort(int[] kernel, Window window, Epilogue last, List<Integer> biased) {}

    private static int[] shape(int filters, int channels, int[] kernel) {
        return IntStream.concat(IntStream.of(filters, channels), Arrays.stream(kernel))
                .toArray();
    }

    private List<@Nullable Tensor> operands(int part, Tensor from) {
        List<@Nullable Tensor> operands = new ArrayList<>(List.of(from, weights.get(part)));
        operands.add(biases.get(part));
        if (ops.get(part).epilogue().residual()) {
            operands.add(residual);
        }
        return operands;
    }

    /** Of what part {@code part} gives. */
    private Shape shapeOf(int part) {
        Shape shape = x.shape();
        for (int i = 0; i <= part; i++) {
            Conv plain = new Conv(ops.get(i).window(), 1, Epilogue.NONE);
            TensorType weight = weights.get(i).type();
            shape = plain.infer(Operands.ofTypes(TensorType.float32(shape), weight))
                    .getFirst()
                    .shape();
        }
        return shape;
    }

    private Tensor computed() {
        Tensor value = x;
        for (int part = 0; part < ops.size(); part++) {
            value = Reference.evaluate(ops.get(part), operands(part, value)).getFirst();
        }
        return value;
    }

    @Override
    public List<Tensor> expected() {
        return List.of(computed());
    }

    /** Values between are called u and v. */
    @Override
    public Graph graph() {
        Map<String, Tensor> constants = new LinkedHashMap<>();
        List<Node> nodes = new ArrayList<>();
        List<String> values = List.of("x", "u", "v", "y");
        for (int part = 0; part < ops.size(); part++) {
            constants.put("w" + part, weights.get(part));
            Tensor bias = biases.get(part);
            List<String> inputs = new ArrayList<>(List.of(values.get(part), "w" + part));
            inputs.add(bias == null ? "" : "b" + part);
            if (bias != null) {
                constants.put("b" + part, bias);
            }
            if (ops.get(part).epilogue().residual()) {
                inputs.add("residual");
            }
            nodes.add(new Node("part" + part, ops.get(part), inputs, List.of(values.get(part + 1))));
        }
        List<Port> inputs = Stream.of(Map.entry("x", x.type()), Map.entry("residual", TensorType.float32(shapeOf(2))))
                .filter(port -> port.getKey().equals("x") || residual != null)
                .map(port -> Port.of(
                        port.getKey(), port.getValue().dtype(), port.getValue().shape()))
                .toList();
        TensorType y = TensorType.float32(shapeOf(2));
        return new Graph("chain", inputs, List.of(Port.of("y", y.dtype(), y.shape())), constants, nodes, Map.of());
    }

    @Override
    public List<Tensor> inputs() {
        return residual == null ? List.of(x) : List.of(x, residual);
    }

    /** One for each term of each sum, bias and residual. */
    @Override
    public int roundings() {
        return weights.stream()
                .mapToInt(each -> each.shape().product(1, each.shape().rank()) + 2)
                .sum();
    }

    /** The largest result of the absolute values, without an activation; those that are no numbers left out. */
    @Override
    public double magnitude() {
        ChainCase absolute = new ChainCase(
                name,
                ops.stream()
                        .map(op -> new Conv(
                                op.window(), 1, new Epilogue(op.epilogue().residual(), null)))
                        .toList(),
                RandomTensors.absolute(x),
                weights.stream().map(RandomTensors::absolute).toList(),
                biases.stream()
                        .map(bias -> bias == null ? null : RandomTensors.absolute(bias))
                        .toList(),
                residual == null ? null : RandomTensors.absolute(residual));
        Tensor sums = absolute.computed();
        return IntStream.range(0, sums.size())
                .mapToDouble(sums::doubleAt)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }

    /** Never by Winograd's method. */
    @Override
    public GraphCase amplified(int times) {
        return this;
    }

    @Override
    public String toString() {
        return name;
    }
}
