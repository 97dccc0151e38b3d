package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Tolerance;
import dev.lathe.backend.DeviceOptions;
import dev.lathe.backend.RunObserver;
import dev.lathe.backend.reference.Reference;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Op;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A graph put together node by node, and what the CPU engine makes of it beside the reference. Images and weights are
 * small whole numbers, so that convolutions are exact and what comes after them is as far off as it is by itself.
 */
final class GraphTrial {
    private static final int LARGEST_PIXEL = 4;
    private static final int LARGEST_WEIGHT = 2;

    /** F(2x2) wherever Winograd's method can do: of whole numbers it is exact, too, which F(4x4) is not. */
    private static final WinogradChoice SMALL_TILES =
            new WinogradChoice((kernel, problem) -> Optional.of(Map.of("TILE_OUT", 2)), DeviceOptions.MANY);

    private final Random random;
    private final List<Port> inputs = new ArrayList<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    /** All values by name, as the reference computes them. */
    private final Map<String, Tensor> values = new LinkedHashMap<>();

    GraphTrial(long seed) {
        random = new Random(seed);
    }

    Tensor value(String name) {
        return values.get(name);
    }

    String input(String name, int... dims) {
        Tensor value = whole(LARGEST_PIXEL, dims);
        inputs.add(Port.of(name, value.dtype(), value.shape()));
        values.put(name, value);
        return name;
    }

    /** Whole numbers in -2..2. */
    String constant(String name, int... dims) {
        return constant(name, whole(LARGEST_WEIGHT, dims));
    }

    String constant(String name, Tensor value) {
        constants.put(name, value);
        values.put(name, value);
        return name;
    }

    private Tensor whole(int largest, int... dims) {
        Tensor tensor = Tensor.zeros(TensorType.float32(Shape.of(dims)));
        for (int i = 0; i < tensor.size(); i++) {
            tensor.set(i, random.nextInt(2 * largest + 1) - largest);
        }
        return tensor;
    }

    /** A convolution that keeps extents, with windows of three along each axis. */
    String conv(String name, String x, int filters) {
        return conv(name, x, filters, Epilogue.NONE);
    }

    /** As above; {@code residual} names what {@code epilogue} wants. */
    String conv(String name, String x, int filters, Epilogue epilogue, String... residual) {
        Shape shape = values.get(x).shape();
        int axes = shape.rank() - 2;
        int[] weights = new int[shape.rank()];
        Arrays.fill(weights, 3);
        weights[0] = filters;
        weights[1] = shape.dim(1);
        List<Integer> threes = Collections.nCopies(axes, 3);
        List<Integer> ones = Collections.nCopies(axes, 1);
        Window window = new Window(threes, List.of(), List.of(), new Padding.Explicit(ones, ones));
        List<String> operands =
                new ArrayList<>(List.of(x, constant(name + ".w", weights), constant(name + ".b", filters)));
        operands.addAll(List.of(residual));
        return node(name, new Conv(window, 1, epilogue), operands.toArray(String[]::new));
    }

    /** A node of one result, which has its name. */
    String node(String name, Op op, String... operands) {
        node(new Node(name, op, List.of(operands), List.of(name)));
        return name;
    }

    void node(Node node) {
        List<Tensor> in = new ArrayList<>();
        node.inputs().forEach(operand -> in.add(values.get(operand)));
        List<Tensor> out = Reference.evaluate(node.op(), new ArrayList<>(in));
        for (int i = 0; i < node.outputs().size(); i++) {
            values.put(node.outputs().get(i), out.get(i));
        }
        nodes.add(node);
    }

    Graph graph(String... outputs) {
        List<Port> ports = Stream.of(outputs)
                .map(name ->
                        Port.of(name, values.get(name).dtype(), values.get(name).shape()))
                .toList();
        return new Graph("trial", inputs, ports, constants, nodes, Map.of());
    }

    /** Asserts that the CPU gives exactly what is expected. */
    void exact(String... outputs) {
        check(0, 0, outputs);
    }

    /** Asserts that results are so many roundings off at most, each relative to the result itself. */
    void relative(int roundings, String... outputs) {
        List<Tensor> actual = run(graph(outputs));
        for (int i = 0; i < outputs.length; i++) {
            Tensor wanted = values.get(outputs[i]);
            Tolerance.assertClose(actual.get(i), wanted, roundings, wanted);
        }
    }

    /** The same, relative to {@code magnitude}. */
    void check(int roundings, double magnitude, String... outputs) {
        List<Tensor> actual = run(graph(outputs));
        for (int i = 0; i < outputs.length; i++) {
            Tolerance.assertClose(actual.get(i), values.get(outputs[i]), roundings, magnitude);
        }
    }

    /** What the engine gives, the same bits on one thread and on three. */
    private List<Tensor> run(Graph graph) {
        List<Tensor> one = run(graph, 1);
        List<Tensor> three = run(graph, 3);
        for (int i = 0; i < one.size(); i++) {
            assertThat(three.get(i).sameBits(one.get(i)))
                    .as("bits of result %d with other threads", i)
                    .isTrue();
        }
        return one;
    }

    private List<Tensor> run(Graph graph, int threads) {
        try (WorkerPool workers = new WorkerPool(threads)) {
            CpuExecutable executable = new CpuExecutable(graph, workers, SMALL_TILES);
            List<Tensor> results =
                    executable.outputTypes().stream().map(Tensor::zeros).toList();
            List<Tensor> in =
                    graph.inputs().stream().map(port -> values.get(port.name())).toList();
            // twice: the second run finds what the first one left in buffers
            executable.run(in, results, RunObserver.NONE);
            results.forEach(GraphTrial::spoil);
            executable.run(in, results, RunObserver.NONE);
            return results;
        }
    }

    private static void spoil(Tensor tensor) {
        for (int i = 0; i < tensor.size(); i++) {
            tensor.set(i, 1L);
        }
    }
}
