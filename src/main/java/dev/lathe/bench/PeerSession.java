package dev.lathe.bench;

import dev.lathe.tensor.Tensor;
import java.util.Map;

/** A model loaded by a {@link Peer}. Used by one thread. */
public interface PeerSession extends AutoCloseable {
    /** Runs once: a tensor for every input, by name; returns every output, by name. */
    Map<String, Tensor> run(Map<String, Tensor> inputs);

    @Override
    void close();
}
