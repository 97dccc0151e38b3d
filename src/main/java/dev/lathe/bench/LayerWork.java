package dev.lathe.bench;

import dev.lathe.backend.reference.Reference;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.pass.KnownTypes;
import dev.lathe.tensor.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The least that a node can take.
 *
 * @param macs multiply-adds of the plain definition
 * @param bytes of its operands, weights included, and results, each moved once as 32-bit floats
 */
record LayerWork(long macs, long bytes) {
    static final LayerWork UNKNOWN = new LayerWork(0, 0);

    private static final int FLOAT = 4;

    /** By the name of the node; empty where values of inputs decide shapes. */
    static Map<String, LayerWork> of(Graph graph, Map<String, Shape> shapes) {
        if (!graph.parameterInputs().isEmpty()) {
            return Map.of();
        }
        KnownTypes types = KnownTypes.of(graph, shapes, Reference::evaluate);
        Map<String, LayerWork> work = new HashMap<>();
        graph.nodes().forEach(node -> work.put(node.name(), of(node, types)));
        return work;
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
