package dev.lathe.backend.gpu;

import dev.lathe.backend.ConvChains;
import dev.lathe.backend.Views;
import dev.lathe.backend.gpu.GpuProgram.LoweredNode;
import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.backend.gpu.lowering.Lowerings;
import dev.lathe.error.LatheException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.op.Conv;
import dev.lathe.tensor.TensorType;
import dev.lathe.tune.Tuning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lowers the nodes of one graph: one by one, but for convolutions that are better done together. */
final class NodeLowering {
    private static final Hoisting NOTHING = new Hoisting(List.of(), List.of(), Set.of());

    private final Graph graph;
    private final Inference types;
    private final Placement placement;
    private final Traits traits;
    private final Tuning tuning;

    NodeLowering(Graph graph, Inference types, Placement placement, Traits traits, Tuning tuning) {
        this.graph = graph;
        this.types = types;
        this.placement = placement;
        this.traits = traits;
        this.tuning = tuning;
    }

    /** All nodes, in the graph's order. */
    List<LoweredNode> all() {
        Map<String, LoweredNode> chained = chained();
        return graph.nodes().stream()
                .map(node -> chained.containsKey(node.name()) ? chained.get(node.name()) : lower(node))
                .toList();
    }

    /** By name, the nodes of chains that run as one: the last does the work of all, at its own place in the order. */
    private Map<String, LoweredNode> chained() {
        Map<String, LoweredNode> chained = new HashMap<>();
        ConvChains chains = new ConvChains(graph);
        for (Node last : graph.nodes()) {
            List<Node> chain = chains.endingWith(last);
            boolean free = !chain.isEmpty()
                    && chain.stream()
                            .noneMatch(node -> chained.containsKey(node.name())
                                    || types.type(node.output()).shape().size() == 0);
            if (free && lowered(chain) instanceof Lowered.Launches launches) {
                List<String> operands = chain.stream()
                        .flatMap(node -> node.inputs().stream())
                        .map(value -> isBetween(chain, value) ? "" : value)
                        .toList();
                chain.forEach(node -> chained.put(node.name(), nothing(node, List.of(), List.of())));
                chained.put(last.name(), lowered(last, operands, launches));
            }
        }
        return chained;
    }

    private static boolean isBetween(List<Node> chain, String value) {
        return chain.stream().anyMatch(node -> node.output().equals(value));
    }

    private Lowered lowered(List<Node> chain) {
        try {
            return Lowerings.chain(
                    chain.stream().map(node -> (Conv) node.op()).toList(),
                    chain.stream()
                            .map(node -> call(node, List.of(types.type(node.output()))))
                            .toList());
        } catch (LatheException e) {
            throw e.in("node " + chain.getLast());
        }
    }

    private Call call(Node node, List<@Nullable TensorType> results) {
        return new Call(types.operands(node), results, traits, tuning);
    }

    private LoweredNode lower(Node node) {
        List<@Nullable TensorType> results = new ArrayList<>();
        node.outputs().forEach(output -> results.add(output.isEmpty() ? null : types.type(output)));
        boolean empty =
                results.stream().allMatch(type -> type == null || type.shape().size() == 0);
        if (empty || Views.isView(node.op())) {
            return nothing(node, node.inputs(), node.outputs());
        }
        Lowered lowered;
        try {
            lowered = Lowerings.lower(node.op(), call(node, results));
        } catch (LatheException e) {
            throw e.in("node " + node);
        }
        return switch (lowered) {
            case Lowered.Refused(String reason) ->
                new LoweredNode(node, node.inputs(), node.outputs(), List.of(), null, reason);
            case Lowered.Launches launches -> lowered(node, node.inputs(), withoutCopiesInPlace(node, launches));
        };
    }

    private static LoweredNode nothing(Node node, List<String> operands, List<String> results) {
        return new LoweredNode(node, operands, results, List.of(), NOTHING, "");
    }

    private LoweredNode lowered(Node node, List<String> operands, Lowered.Launches launches) {
        Hoisting hoisting = Hoisting.of(launches, i -> isConstant(operands.get(i)));
        return new LoweredNode(node, operands, node.outputs(), launches.scratch(), hoisting, "");
    }

    /** A launch that copies an operand of Concat to where it already is has nothing to do. */
    private Lowered.Launches withoutCopiesInPlace(Node node, Lowered.Launches lowered) {
        List<Launch> needed = lowered.launches().stream()
                .filter(launch -> launch.args().stream()
                        .noneMatch(arg ->
                                arg instanceof Arg.Operand(int index) && placement.isInPlace(node, node.input(index))))
                .toList();
        return new Lowered.Launches(lowered.scratch(), needed);
    }

    private boolean isConstant(String value) {
        return graph.constant(placement.of(value).root()) != null;
    }
}
