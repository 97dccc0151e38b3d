package dev.lathe.tune.search;

import dev.lathe.backend.Backend;
import dev.lathe.backend.Executable;
import dev.lathe.backend.RunObserver;
import dev.lathe.backend.cpu.CpuBackend;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.op.Conv;
import dev.lathe.tensor.Tensor;
import dev.lathe.tune.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model on the CPU with one choice of algorithms, and the best time of each of its 3x3 convolutions. */
final class NetworkTimes implements AutoCloseable {
    /** Of the largest result: how far results may be from those of plain sums (docs/numerics.md). */
    private static final double TOLERANCE = 1e-3;

    private static final double NANOSECONDS_OF_MS = 1e6;

    private final Backend backend;
    private final Executable executable;
    private final List<Tensor> inputs;
    private final List<Tensor> outputs;
    private final Map<Problem, List<String>> nodes = new LinkedHashMap<>();
    private final Map<String, Long> best = new HashMap<>();

    /** @param backend is closed with this */
    NetworkTimes(Backend backend, Graph graph, Map<String, Tensor> inputs) {
        this.backend = backend;
        this.executable = backend.compile(graph);
        this.inputs =
                graph.inputs().stream().map(port -> inputs.get(port.name())).toList();
        this.outputs = executable.outputTypes().stream().map(Tensor::zeros).toList();
        Inference types = Inference.of(graph);
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Conv conv) {
                CpuBackend.winograd(conv, types.operands(node))
                        .ifPresent(problem -> nodes.computeIfAbsent(problem, key -> new ArrayList<>())
                                .add(node.name()));
            }
        }
    }

    /** What Winograd's method may be chosen for. */
    List<Problem> problems() {
        return List.copyOf(nodes.keySet());
    }

    void forget() {
        best.clear();
    }

    void run() {
        RunObserver.Timed times = new RunObserver.Timed() {
            @Override
            public void ran(Node node, long nanoseconds) {
                best.merge(node.name(), nanoseconds, Math::min);
            }
        };
        executable.run(inputs, outputs, times);
    }

    /** All convolutions of {@code problem} together; NaN where one of them runs as one with its neighbours. */
    double milliseconds(Problem problem) {
        double sum = 0;
        for (String node : nodes.get(problem)) {
            sum += best.containsKey(node) ? best.get(node) / NANOSECONDS_OF_MS : Double.NaN;
        }
        return sum;
    }

    /** Whether the latest results of {@code other} are those of this one, but for roundings. */
    boolean agrees(NetworkTimes other) {
        for (int output = 0; output < outputs.size(); output++) {
            Tensor mine = outputs.get(output);
            double largest = 0;
            double difference = 0;
            for (int i = 0; i < mine.size(); i++) {
                double value = mine.doubleAt(i);
                largest = Math.max(largest, Math.abs(value));
                difference = Math.max(
                        difference, Math.abs(value - other.outputs.get(output).doubleAt(i)));
            }
            if (!(difference <= TOLERANCE * largest)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        executable.close();
        backend.close();
    }
}
