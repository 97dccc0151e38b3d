package dev.lathe.backend;

import dev.lathe.graph.Graph;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;

/** One opened device that runs graphs. Safe to use from many threads. */
public interface Backend extends AutoCloseable {
    Device device();

    /** Whether {@code op} runs here on operands of these (already checked) types, and if not, why. */
    Support supports(Op op, Operands operands);

    /**
     * Prepares a graph whose inputs are fixed: packs weights, plans memory, builds kernels.
     *
     * @throws dev.lathe.error.UnsupportedException if a node is not supported; names the node and the reason
     * @throws dev.lathe.error.LimitException if the graph needs more memory than there is
     */
    Executable compile(Graph graph);

    /** Frees the device. Executables must be closed before. Closing twice is harmless. */
    @Override
    void close();
}
