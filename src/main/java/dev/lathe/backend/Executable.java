package dev.lathe.backend;

import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.List;

/** A graph prepared for one device. {@link #run} may be called from many threads at once. */
public interface Executable extends AutoCloseable {
    /** Types of the results, in the graph's order. */
    List<TensorType> outputTypes();

    /**
     * Runs once.
     *
     * @param inputs in the graph's order, of exactly the types it was compiled for; only read
     * @param outputs in the graph's order, of exactly {@link #outputTypes}; overwritten
     * @param observer asked and told between nodes
     * @throws java.util.concurrent.CancellationException once {@code observer} says so; outputs are then undefined
     */
    void run(List<Tensor> inputs, List<Tensor> outputs, RunObserver observer);

    /** Bytes held for intermediate values and prepared weights, over all concurrent calls so far. */
    long bytes();

    /** The nodes that the host runs because the device refuses them, each with the reason; usually none. */
    default List<String> hostNodes() {
        return List.of();
    }

    @Override
    void close();
}
