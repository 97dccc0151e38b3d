package dev.lathe.backend.gpu;

import dev.lathe.graph.Node;
import java.util.List;

/** What one node is at run time. */
sealed interface Step {
    Node node();

    /** Where a failure happened, for the message. */
    default String place() {
        return "node " + node();
    }

    /** Queued on the device; none where the result is a view of the operand, or has no elements. */
    record OnDevice(Node node, List<BoundKernel> kernels) implements Step {}

    /** Some nodes, {@code node} the first of them, whose kernels the device is told to run by one call. */
    record Recorded(Node node, Recording recording) implements Step {
        @Override
        public String place() {
            return "the nodes from " + node + " on";
        }
    }

    /** Run by the host, between a download and an upload, because the device refused it and the caller allowed it. */
    record OnHost(Node node, String reason) implements Step {}
}
