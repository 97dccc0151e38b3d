package dev.lathe.compress;

import dev.lathe.graph.Graph;
import java.util.List;

/**
 * A compressed network.
 *
 * @param graph the network; after planning alone, as it was
 * @param layers what happened to each layer that multiplies with weights, in the order of the network
 * @param remarks sentences about what is not one layer's matter
 */
public record Compressed(Graph graph, List<LayerReport> layers, List<String> remarks) {
    public Compressed {
        layers = List.copyOf(layers);
        remarks = List.copyOf(remarks);
    }
}
