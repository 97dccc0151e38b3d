package dev.lathe.backend.gpu;

import dev.lathe.backend.Device;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A driver without a device: it writes down what it is told to do, so that something else can do it later. Only graphs
 * of one node: all their values are alive together, so that each can be given memory of its own.
 */
final class ScriptDriver implements GpuDriver {
    /** What was asked for, in order. */
    sealed interface Step {
        record Upload(Tensor from, Slice to) implements Step {}

        record Run(Launch launch, List<Slice> buffers) implements Step {}

        record Download(Slice from, Tensor to) implements Step {}
    }

    /** Bytes {@code [offset, offset + bytes)} of an allocation. */
    record Slice(int allocation, long offset, long bytes) implements Memory {
        long end() {
            return offset + bytes;
        }

        @Override
        public void close() {}
    }

    private record Named(Launch launch) implements Program {}

    private record Bound(Launch launch, List<Slice> buffers) implements BoundKernel {
        @Override
        public void close() {}
    }

    private final Traits traits;
    private final List<Step> steps = new ArrayList<>();
    private int allocations;

    ScriptDriver(Traits traits) {
        this.traits = traits;
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    @Override
    public Device device() {
        return new Device("script", "script", "a script", true, "", traits.computeUnits(), 0, "");
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public Memory allocate(long bytes) {
        return new Slice(allocations++, 0, bytes);
    }

    @Override
    public Memory slice(Memory whole, long offset, long bytes) {
        Slice outer = (Slice) whole;
        return new Slice(outer.allocation(), outer.offset() + offset, bytes);
    }

    @Override
    public void upload(Tensor from, Memory to) {
        steps.add(new Step.Upload(from, (Slice) to));
    }

    @Override
    public void download(Memory from, Tensor to) {
        steps.add(new Step.Download((Slice) from, to));
    }

    @Override
    public Program build(Launch launch) {
        return new Named(launch);
    }

    @Override
    public BoundKernel bind(Program program, Launch launch, List<Memory> buffers) {
        return new Bound(launch, buffers.stream().map(Slice.class::cast).toList());
    }

    @Override
    public void launch(BoundKernel kernel) {
        Bound bound = (Bound) kernel;
        steps.add(new Step.Run(bound.launch(), bound.buffers()));
    }

    @Override
    public long time(BoundKernel kernel) {
        launch(kernel);
        return 0;
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
}
