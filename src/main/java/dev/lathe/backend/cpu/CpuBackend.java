package dev.lathe.backend.cpu;

import dev.lathe.backend.Backend;
import dev.lathe.backend.BackendFactory;
import dev.lathe.backend.Device;
import dev.lathe.backend.DeviceOptions;
import dev.lathe.backend.Executable;
import dev.lathe.backend.Support;
import dev.lathe.graph.Graph;
import dev.lathe.graph.pass.ExpandGradients;
import dev.lathe.graph.pass.Pass;
import dev.lathe.graph.pass.Passes;
import dev.lathe.op.ConvFilterGradient;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import java.util.List;

/** The CPU in pure Java. */
public final class CpuBackend implements Backend {
    public static final BackendFactory FACTORY = new BackendFactory() {
        @Override
        public String name() {
            return "cpu";
        }

        @Override
        public List<Device> devices() {
            return List.of(describe());
        }

        @Override
        public Backend open(String id, DeviceOptions options) {
            return new CpuBackend(options.threads());
        }
    };

    /** Filters of three axes have no kernel of their own for their gradients. */
    private static final List<Pass> EXPANSION = List.of(
            new ExpandGradients((op, x) -> op instanceof ConvFilterGradient && x.rank() > ChannelKernels.MOST_AXES));

    private final WorkerPool workers;

    private CpuBackend(int threads) {
        workers = new WorkerPool(threads);
        if (MicroKernels.VECTORS) {
            Rehearsal.begin();
        }
    }

    private static Device describe() {
        return new Device(
                "cpu",
                "cpu",
                // a tile is two vectors wide
                MicroKernels.VECTORS
                        ? "vectors of " + MicroKernels.COLUMNS / 2 + " floats"
                        : "scalar loops (start Java with --add-modules jdk.incubator.vector for vectors)",
                true,
                "",
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory(),
                "Java " + Runtime.version().feature());
    }

    @Override
    public Device device() {
        return describe();
    }

    @Override
    public Support supports(Op op, Operands operands) {
        return Support.YES;
    }

    @Override
    public Executable compile(Graph graph) {
        return new CpuExecutable(Passes.run(EXPANSION, graph), workers);
    }

    /** Stops the threads. Executables still open go on working, on the threads that call them. */
    @Override
    public void close() {
        workers.close();
    }
}
