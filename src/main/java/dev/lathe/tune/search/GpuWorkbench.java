package dev.lathe.tune.search;

import dev.lathe.backend.Executable;
import dev.lathe.backend.Views;
import dev.lathe.backend.gpu.GpuBackend;
import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.tune.Problem;
import dev.lathe.tune.TunedKernel;
import dev.lathe.tune.Tuning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A GPU backend, or one that a device's CPU stands behind, whose tuning is another for each graph. */
final class GpuWorkbench implements Workbench, AutoCloseable {
    /** Answers as the last one that was put in. */
    private static final class Exchangeable implements Tuning {
        private Tuning current = Tuning.NONE;

        @Override
        public Optional<Map<String, Integer>> defines(String kernel, Problem problem) {
            return current.defines(kernel, problem);
        }
    }

    private final Exchangeable tuning = new Exchangeable();
    private final GpuBackend backend;

    /** @param opener opens the backend with the tuning that it is given; closed with this workbench */
    GpuWorkbench(Function<Tuning, GpuBackend> opener) {
        backend = opener.apply(tuning);
    }

    @Override
    public List<Map<String, Integer>> candidates(TunedKernel kernel) {
        return backend.candidates(kernel);
    }

    @Override
    public List<String> lower(Graph graph, Tuning wanted) {
        tuning.current = wanted;
        Inference types = Inference.of(graph);
        List<String> steps = new ArrayList<>();
        for (Node node : graph.nodes()) {
            boolean nothing = Views.isView(node.op())
                    || node.outputs().stream()
                            .allMatch(name ->
                                    name.isEmpty() || types.type(name).shape().size() == 0);
            if (!nothing) {
                steps.addAll(steps(backend.lowered(node.op(), types.operands(node))));
            }
        }
        return steps;
    }

    private static List<String> steps(Lowered lowered) {
        return switch (lowered) {
            case Lowered.Launches launches ->
                launches.launches().stream()
                        .map(launch -> launch.kernel() + launch.defines() + launch.grid() + arguments(launch))
                        .toList();
            case Lowered.Refused(String reason) -> List.of(reason);
        };
    }

    /** Tables follow from the problem. */
    private static List<Arg> arguments(Launch launch) {
        return launch.args().stream().filter(arg -> !(arg instanceof Arg.Table)).toList();
    }

    @Override
    public Executable compile(Graph graph, Tuning wanted) {
        tuning.current = wanted;
        return backend.compile(graph);
    }

    @Override
    public void close() {
        backend.close();
    }
}
