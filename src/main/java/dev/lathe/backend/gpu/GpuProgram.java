package dev.lathe.backend.gpu;

import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.error.UnsupportedException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.graph.pass.ExpandGradients;
import dev.lathe.graph.pass.Pass;
import dev.lathe.graph.pass.Passes;
import dev.lathe.graph.pass.RemoveDeadNodes;
import dev.lathe.tune.Tuning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A graph lowered: what every node does, and where every value lies. Made without touching a device.
 *
 * @param nodes in the graph's order
 */
record GpuProgram(Graph graph, Inference types, Placement placement, List<LoweredNode> nodes, MemoryPlan plan) {
    private static final List<Pass> EXPANSION = List.of(new ExpandGradients(), new RemoveDeadNodes());

    /**
     * @param operands values that {@link dev.lathe.backend.gpu.launch.Arg.Operand} counts, empty ones left out; those
     *     of other nodes where this node does their work
     * @param results values that it gives; none where a later node does its work
     * @param hoisting null where the device refuses the node
     * @param reason why it refuses; empty when it does not
     */
    record LoweredNode(
            Node node,
            List<String> operands,
            List<String> results,
            List<Long> scratch,
            @Nullable Hoisting hoisting,
            String reason) {}

    /**
     * @param model the graph; operators of training are written out in others first
     * @param hostAllowed whether nodes that the device refuses may stay
     * @param guard bytes to leave free behind every value
     * @throws UnsupportedException naming the first node that the device refuses, unless {@code hostAllowed}
     */
    static GpuProgram of(Graph model, Traits traits, Tuning tuning, boolean hostAllowed, long guard) {
        Graph graph = Passes.run(EXPANSION, model);
        Inference types = Inference.of(graph);
        Placement placement = new Placement(graph, types, traits.alignment());
        List<LoweredNode> nodes = new NodeLowering(graph, types, placement, traits, tuning).all();
        for (LoweredNode lowered : nodes) {
            if (lowered.hoisting() == null && !hostAllowed) {
                throw new UnsupportedException("node " + lowered.node() + ": " + lowered.reason());
            }
        }
        List<MemoryPlan.Buffer> buffers = buffers(graph, types, placement, nodes);
        return new GpuProgram(graph, types, placement, nodes, new MemoryPlan(buffers, traits.alignment(), guard));
    }

    /** The value whose memory holds {@code value}. */
    String root(String value) {
        return placement.of(value).root();
    }

    /** Name in the plan of a scratch buffer of a node. */
    static String scratchName(Node node, int index) {
        // a value's name may be anything, but no value bears the name of a node and a number after a line break
        return node.name() + "\n" + index;
    }

    private static List<MemoryPlan.Buffer> buffers(
            Graph graph, Inference types, Placement placement, List<LoweredNode> nodes) {
        Map<String, int[]> lives = new HashMap<>();
        graph.inputs().forEach(port -> extend(lives, placement.of(port.name()).root(), -1));
        List<MemoryPlan.Buffer> buffers = new ArrayList<>();
        for (int step = 0; step < nodes.size(); step++) {
            int now = step;
            LoweredNode lowered = nodes.get(step);
            Stream.concat(lowered.operands().stream(), lowered.results().stream())
                    .filter(value -> !value.isEmpty())
                    .forEach(value -> extend(lives, placement.of(value).root(), now));
            for (int i = 0; i < lowered.scratch().size(); i++) {
                if (lowered.hoisting() != null && !lowered.hoisting().kept().contains(i)) {
                    String name = scratchName(lowered.node(), i);
                    buffers.add(new MemoryPlan.Buffer(name, lowered.scratch().get(i), step, step));
                }
            }
        }
        for (Port port : graph.outputs()) {
            extend(lives, placement.of(port.name()).root(), nodes.size());
        }
        lives.keySet().removeAll(graph.constants().keySet());
        lives.forEach((root, life) ->
                buffers.add(new MemoryPlan.Buffer(root, types.type(root).bytes(), life[0], life[1])));
        return buffers;
    }

    private static void extend(Map<String, int[]> lives, String root, int step) {
        int[] life = lives.computeIfAbsent(root, _ -> new int[] {step, step});
        life[0] = Math.min(life[0], step);
        life[1] = Math.max(life[1], step);
    }
}
