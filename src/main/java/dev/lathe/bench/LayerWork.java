package dev.lathe.bench;

import dev.lathe.backend.reference.Reference;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.pass.KnownTypes;
import dev.lathe.op.Conv;
import dev.lathe.op.Pool;
import dev.lathe.tensor.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The least that a node can take.
 *
 * @param macs multiply-adds of the plain definition
 * @param bytes of its operands, weights included, and results, each moved once as 32-bit floats
 */
record LayerWork(long macs, long bytes) {
    static final LayerWork UNKNOWN = new LayerWork(0, 0);

    private static final int FLOAT = 4;

    /**
     * By the name of the node; empty where values of inputs decide shapes. A convolution that is none of the
     * {@code entries} of a profile runs as part of the convolution or pool behind it, and its work counts there.
     */
    static Map<String, LayerWork> of(Graph graph, Map<String, Shape> shapes, Set<String> entries) {
        if (!graph.parameterInputs().isEmpty()) {
            return Map.of();
        }
        KnownTypes types = KnownTypes.of(graph, shapes, Reference::evaluate);
        Map<String, LayerWork> work = new HashMap<>();
        Map<String, Node> users = new HashMap<>();
        for (Node node : graph.nodes()) {
            work.put(node.name(), of(node, types));
            node.inputs().forEach(value -> users.put(value, node));
        }
        for (Node node : graph.nodes()) {
            Node behind = behind(node, users, entries);
            if (behind != null) {
                work.merge(behind.name(), work.get(node.name()), (last, first) -> last.after(first, behind, types));
            }
        }
        return work;
    }

    /** The convolution or pool that {@code node}, a convolution without an entry of its own, is part of. */
    private static @Nullable Node behind(Node node, Map<String, Node> users, Set<String> entries) {
        if (!(node.op() instanceof Conv) || entries.contains(node.name())) {
            return null;
        }
        Node next = users.get(node.output());
        while (next != null && !(next.op() instanceof Conv) && !entries.contains(next.name())) {
            next = users.get(next.output());
        }
        return next != null && (next.op() instanceof Conv || next.op() instanceof Pool) ? next : null;
    }

    /** Both as one: what {@code node} reads of the {@code first} does not move. */
    private LayerWork after(LayerWork first, Node node, KnownTypes types) {
        Shape between = types.shape(node.input(0));
        long kept = between == null ? 0 : 2L * FLOAT * between.size();
        return new LayerWork(first.macs + macs, first.bytes + bytes - kept);
    }

    private static LayerWork of(Node node, KnownTypes types) {
        long elements = Stream.concat(node.inputs().stream(), node.outputs().stream())
                .distinct()
                .map(types::shape)
                .mapToLong(shape -> shape == null ? 0 : shape.size())
                .sum();
        return new LayerWork(types.multiplications(node), FLOAT * elements);
    }

    /** Operations, two for each multiply-add, for each byte; 0 without multiply-adds. */
    double flopsPerByte() {
        return bytes == 0 ? 0 : 2.0 * macs / bytes;
    }
}
