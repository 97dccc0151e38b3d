package dev.lathe.compress;

import dev.lathe.graph.Graph;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.function.Consumer;

/** Unlabelled images that networks can be run on, wherever that happens. */
public interface Calibration {
    /** The FLOAT32 value {@code value} of {@code graph}. */
    record Probe(Graph graph, String value) {}

    /** How many images there are. */
    int images();

    /**
     * Runs every graph on all images, batch by batch and always in the same order.
     *
     * @param sink is given, for each batch, the values of {@code probes} on the same images; the first axis of each
     *     counts images. It must not keep them
     */
    void observe(List<Probe> probes, Consumer<List<Tensor>> sink);
}
