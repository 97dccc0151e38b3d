package dev.lathe.backend.gpu;

import dev.lathe.backend.Backend;
import dev.lathe.backend.Device;
import dev.lathe.backend.Executable;
import dev.lathe.backend.Support;
import dev.lathe.backend.Views;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.backend.gpu.lowering.Lowerings;
import dev.lathe.backend.gpu.lowering.Tunables;
import dev.lathe.backend.reference.Reference;
import dev.lathe.graph.Graph;
import dev.lathe.graph.pass.ExpandGradients;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.tensor.TensorType;
import dev.lathe.tune.TunedKernel;
import dev.lathe.tune.Tuning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A device behind a {@link GpuDriver}. When the device is lost, the next graph gets a newly opened one. */
public final class GpuBackend implements Backend {
    private final Supplier<GpuDriver> opener;
    private final Tuning tuning;
    private final boolean hostAllowed;
    private final long guard;
    private OpenedDriver opened;
    private boolean closed;

    /**
     * @param opener opens the device, also again after it was lost
     * @param hostAllowed whether the host may run operators that the device refuses
     */
    public GpuBackend(Supplier<GpuDriver> opener, Tuning tuning, boolean hostAllowed) {
        this(opener, tuning, hostAllowed, 0);
    }

    /** @param guard bytes left free behind every value, so that a test can look at them */
    GpuBackend(Supplier<GpuDriver> opener, Tuning tuning, boolean hostAllowed, long guard) {
        this.opener = opener;
        this.tuning = tuning;
        this.hostAllowed = hostAllowed;
        this.guard = guard;
        this.opened = new OpenedDriver(opener.get());
    }

    @Override
    public synchronized Device device() {
        return opened.driver().device();
    }

    @Override
    public Support supports(Op op, Operands operands) {
        List<TensorType> results = op.infer(operands);
        if (Views.isView(op)
                || ExpandGradients.writes(op)
                || results.stream().allMatch(type -> type.shape().size() == 0)) {
            return Support.YES;
        }
        return switch (lowered(op, operands)) {
            case Lowered.Launches _ -> Support.YES;
            case Lowered.Refused(String reason) -> new Support.No(reason);
        };
    }

    /** What {@code op}, some result of which has an element, becomes on this device. */
    public Lowered lowered(Op op, Operands operands) {
        Traits traits;
        synchronized (this) {
            traits = opened.driver().traits();
        }
        return Lowerings.lower(op, new Call(operands, new ArrayList<>(op.infer(operands)), traits, tuning));
    }

    /** Values of the defines of {@code kernel} that are worth trying on this device. */
    public synchronized List<Map<String, Integer>> candidates(TunedKernel kernel) {
        return Tunables.candidates(kernel, opened.driver().traits());
    }

    @Override
    public synchronized Executable compile(Graph graph) {
        if (opened.isLost()) {
            OpenedDriver fresh = new OpenedDriver(opener.get());
            opened.retire();
            opened = fresh;
        }
        GpuProgram program = GpuProgram.of(graph, opened.driver().traits(), tuning, hostAllowed, guard);
        return new GpuExecutable(opened, program, Reference::evaluate);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            opened.retire();
        }
    }
}
