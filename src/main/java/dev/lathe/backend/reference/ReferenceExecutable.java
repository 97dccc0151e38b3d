package dev.lathe.backend.reference;

import dev.lathe.backend.Executable;
import dev.lathe.backend.HeapBudget;
import dev.lathe.backend.RunObserver;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Runs a graph node by node; every value of a call is a new tensor, dropped after its last use. */
final class ReferenceExecutable implements Executable {
    private final Graph graph;
    private final Inference types;
    private final Map<String, Integer> uses;

    ReferenceExecutable(Graph graph) {
        this.graph = graph;
        this.types = Inference.of(graph);
        this.uses = graph.uses();
        HeapBudget.check(peakBytes(), "the values of this graph");
    }

    /** Bytes alive at the worst moment of a run, constants and the caller's tensors included. */
    private long peakBytes() {
        long alive = bytes();
        for (Port port : graph.inputs()) {
            alive += types.type(port.name()).bytes();
        }
        long peak = alive;
        Map<String, Integer> usesLeft = new HashMap<>(uses);
        for (Node node : graph.nodes()) {
            for (String output : node.outputs()) {
                alive += output.isEmpty() ? 0 : types.type(output).bytes();
            }
            peak = Math.max(peak, alive);
            for (String input : node.inputs()) {
                if (!input.isEmpty() && usesLeft.merge(input, -1, Integer::sum) == 0) {
                    alive -= types.type(input).bytes();
                }
            }
        }
        return peak;
    }

    @Override
    public List<TensorType> outputTypes() {
        return graph.outputs().stream().map(port -> types.type(port.name())).toList();
    }

    @Override
    public void run(List<Tensor> inputs, List<Tensor> outputs, RunObserver observer) {
        Map<String, Tensor> values = new HashMap<>(graph.constants());
        for (int i = 0; i < inputs.size(); i++) {
            values.put(graph.inputs().get(i).name(), inputs.get(i));
        }
        Map<String, Integer> usesLeft = new HashMap<>(uses);
        for (Node node : graph.nodes()) {
            if (observer.cancelled()) {
                throw new CancellationException("cancelled before node " + node);
            }
            long start = System.nanoTime();
            step(node, values);
            if (observer.timed()) {
                observer.ran(node, System.nanoTime() - start);
            }
            for (String input : node.inputs()) {
                if (usesLeft.merge(input, -1, Integer::sum) == 0) {
                    values.remove(input);
                }
            }
        }
        for (int i = 0; i < outputs.size(); i++) {
            Tensor value = values.get(graph.outputs().get(i).name());
            System.arraycopy(value.array(), 0, outputs.get(i).array(), 0, value.size());
        }
    }

    private void step(Node node, Map<String, Tensor> values) {
        List<@Nullable Tensor> in = new ArrayList<>();
        node.inputs().forEach(name -> in.add(name.isEmpty() ? null : values.get(name)));
        List<@Nullable Tensor> out = new ArrayList<>();
        node.outputs().forEach(name -> out.add(name.isEmpty() ? null : Tensor.zeros(types.type(name))));
        Reference.run(node.op(), in, out);
        for (int i = 0; i < out.size(); i++) {
            if (out.get(i) != null) {
                values.put(node.outputs().get(i), out.get(i));
            }
        }
    }

    @Override
    public long bytes() {
        return graph.constants().values().stream()
                .mapToLong(t -> t.type().bytes())
                .sum();
    }

    @Override
    public void close() {
        // nothing is held
    }
}
