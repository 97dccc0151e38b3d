package dev.lathe.backend.reference;

import dev.lathe.backend.Backend;
import dev.lathe.backend.BackendFactory;
import dev.lathe.backend.Device;
import dev.lathe.backend.DeviceOptions;
import dev.lathe.backend.Executable;
import dev.lathe.backend.Support;
import dev.lathe.graph.Graph;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import java.util.List;

/** The oracle as a device: runs every operator, one node after the other, on the calling thread. */
public final class ReferenceBackend implements Backend {
    public static final BackendFactory FACTORY = new BackendFactory() {
        @Override
        public String name() {
            return "reference";
        }

        @Override
        public List<Device> devices() {
            return List.of(describe());
        }

        @Override
        public Backend open(String id, DeviceOptions options) {
            return new ReferenceBackend();
        }
    };

    @Override
    public Device device() {
        return describe();
    }

    private static Device describe() {
        return new Device(
                "reference",
                "reference",
                "nested loops with double accumulators",
                true,
                "",
                1,
                Runtime.getRuntime().maxMemory(),
                "Java " + Runtime.version().feature());
    }

    @Override
    public Support supports(Op op, Operands operands) {
        return Support.YES;
    }

    @Override
    public Executable compile(Graph graph) {
        return new ReferenceExecutable(graph);
    }

    @Override
    public void close() {
        // nothing is held
    }
}
