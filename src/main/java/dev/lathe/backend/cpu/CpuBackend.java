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
import dev.lathe.op.Conv;
import dev.lathe.op.ConvFilterGradient;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.tune.Problem;
import dev.lathe.tune.Scopes;
import dev.lathe.tune.Tuning;
import dev.lathe.tune.TuningDatabase;
import java.util.List;
import java.util.Optional;

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
            return CpuBackend.open(options, TuningDatabase.of(scopes(options.threads()), options.cache()));
        }
    };

    /** Filters of three axes have no kernel of their own for their gradients. */
    private static final List<Pass> EXPANSION = List.of(
            new ExpandGradients((op, x) -> op instanceof ConvFilterGradient && x.rank() > ChannelKernels.MOST_AXES));

    private final WorkerPool workers;

    private final WinogradChoice choice;

    private CpuBackend(DeviceOptions options, Tuning tuning) {
        choice = new WinogradChoice(tuning, options.runs());
        workers = new WorkerPool(options.threads());
        if (MicroKernels.VECTORS) {
            Rehearsal.begin(options.runs());
        }
    }

    /** The CPU with a tuning of the caller's, who closes it. */
    public static Backend open(DeviceOptions options, Tuning tuning) {
        return new CpuBackend(options, tuning);
    }

    /** What the tuning database knows this CPU by. What is fastest on one thread need not be so on several. */
    public static Scopes scopes(int threads) {
        String architecture = "java-" + MicroKernels.COLUMNS / 2;
        return new Scopes(architecture + " on " + threads, architecture, "java", "cpu");
    }

    /** What rows of the database are about that choose a tile of Winograd's method; empty where there is no choice. */
    public static Optional<Problem> winograd(Conv op, Operands operands) {
        return WinogradChoice.accepts(op, operands)
                ? Optional.of(WinogradChoice.problem(op, operands))
                : Optional.empty();
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
        return new CpuExecutable(Passes.run(EXPANSION, graph), workers, choice);
    }

    /** Stops the threads. Executables still open go on working, on the threads that call them. */
    @Override
    public void close() {
        workers.close();
    }
}
