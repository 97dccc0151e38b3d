package dev.lathe.backend.gpu;

import dev.lathe.backend.Device;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.tensor.Tensor;
import java.util.List;

/** A device that is told to be another, so that the kernels for GPUs run where there is none. */
class DisguisedDriver implements GpuDriver {
    private final GpuDriver driver;
    private final Traits traits;

    /** Takes over {@code driver}. */
    DisguisedDriver(GpuDriver driver, Traits traits) {
        this.driver = driver;
        this.traits = traits;
    }

    /** {@code traits} of a GPU with the limits of {@code traits}. */
    static Traits gpu(Traits traits, int maxGroup) {
        return new Traits(
                false,
                traits.computeUnits(),
                1,
                maxGroup,
                traits.localBytes(),
                traits.alignment(),
                traits.doubles(),
                traits.unified(),
                traits.maxAllocation());
    }

    /** {@code traits} of a CPU with vectors of {@code width} floats. */
    static Traits cpu(Traits traits, int width) {
        return new Traits(
                true,
                traits.computeUnits(),
                width,
                traits.maxGroup(),
                traits.localBytes(),
                traits.alignment(),
                traits.doubles(),
                traits.unified(),
                traits.maxAllocation());
    }

    @Override
    public Device device() {
        return driver.device();
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public Memory allocate(long bytes) {
        return driver.allocate(bytes);
    }

    @Override
    public Memory slice(Memory whole, long offset, long bytes) {
        return driver.slice(whole, offset, bytes);
    }

    @Override
    public void upload(Tensor from, Memory to) {
        driver.upload(from, to);
    }

    @Override
    public void download(Memory from, Tensor to) {
        driver.download(from, to);
    }

    @Override
    public Program build(Launch launch) {
        return driver.build(launch);
    }

    @Override
    public BoundKernel bind(Program program, Launch launch, List<Memory> buffers) {
        return driver.bind(program, launch, buffers);
    }

    @Override
    public void launch(BoundKernel kernel) {
        driver.launch(kernel);
    }

    @Override
    public long time(BoundKernel kernel) {
        return driver.time(kernel);
    }

    @Override
    public void finish() {
        driver.finish();
    }

    @Override
    public void close() {
        driver.close();
    }
}
