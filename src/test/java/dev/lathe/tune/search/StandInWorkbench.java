package dev.lathe.tune.search;

import dev.lathe.backend.Executable;
import dev.lathe.backend.RunObserver;
import dev.lathe.backend.reference.Reference;
import dev.lathe.error.KernelException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import dev.lathe.tune.Problem;
import dev.lathe.tune.TunedKernel;
import dev.lathe.tune.Tuning;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A device that is none: it computes by the reference and says that it took as long as it was told. Every graph is one
 * problem and leaves {@code FILTERS} of conv_strips to tuning.
 */
final class StandInWorkbench implements Workbench {
    /** How a candidate does; {@code off} is added to the last result. */
    record Manner(long nanoseconds, float off, boolean builds) {}

    private final Problem problem;
    private final TreeMap<Integer, Manner> manners;

    /** @param manners by value of FILTERS; 0 stands for the default */
    StandInWorkbench(Problem problem, Map<Integer, Manner> manners) {
        this.problem = problem;
        this.manners = new TreeMap<>(manners);
    }

    static Map<String, Integer> filters(int value) {
        return Map.of("FILTERS", value);
    }

    @Override
    public List<Map<String, Integer>> candidates(TunedKernel kernel) {
        return manners.keySet().stream()
                .filter(filters -> filters > 0)
                .map(StandInWorkbench::filters)
                .toList();
    }

    @Override
    public List<String> lower(Graph graph, Tuning tuning) {
        return List.of(tuning.defines("conv_strips", problem).toString());
    }

    @Override
    public Executable compile(Graph graph, Tuning tuning) {
        int filters = tuning.defines("conv_strips", problem)
                .map(defines -> defines.get("FILTERS"))
                .orElse(0);
        Manner manner = manners.get(filters);
        if (!manner.builds) {
            throw new KernelException("too many registers");
        }
        Node node = graph.nodes().getFirst();
        return new Executable() {
            @Override
            public List<TensorType> outputTypes() {
                return graph.outputs().stream()
                        .map(port -> new TensorType(port.dtype(), port.shape(1)))
                        .toList();
            }

            @Override
            public void run(List<Tensor> inputs, List<Tensor> outputs, RunObserver observer) {
                Tensor y = Reference.evaluate(node.op(), List.of(inputs.getFirst(), graph.constant("w")))
                        .getFirst();
                y.floats()[y.size() - 1] += manner.off;
                System.arraycopy(y.floats(), 0, outputs.getFirst().floats(), 0, y.size());
                if (observer.timed()) {
                    observer.ran(node, manner.nanoseconds);
                }
            }

            @Override
            public long bytes() {
                return 0;
            }

            @Override
            public void close() {}
        };
    }
}
