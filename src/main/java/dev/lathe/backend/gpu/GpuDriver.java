package dev.lathe.backend.gpu;

import dev.lathe.backend.Device;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * One opened device behind one GPU API, with one in-order queue. All that differs between such APIs is here. Safe to
 * use from many threads; memory and kernels belong to the driver that made them.
 *
 * <p>Every method may throw {@link dev.lathe.error.DeviceException} or one of its subclasses, and then has changed
 * nothing that would have to be undone.
 */
public interface GpuDriver extends AutoCloseable {
    Device device();

    Traits traits();

    /**
     * New memory, contents undefined.
     *
     * @throws dev.lathe.error.DeviceMemoryException if there is not so much
     */
    Memory allocate(long bytes);

    /**
     * The bytes from {@code offset} on as memory of their own, which shares its contents with {@code whole}.
     *
     * @param offset a multiple of {@link Traits#alignment}
     */
    Memory slice(Memory whole, long offset, long bytes);

    /**
     * Copies {@code from} to the start of {@code to}, in order with what is queued. {@code from} is free afterwards.
     */
    void upload(Tensor from, Memory to);

    /** Waits for what is queued, then copies the start of {@code from} into all of {@code to}. */
    void download(Memory from, Tensor to);

    /**
     * The program of a launch's kernel and defines; built once, then found again.
     *
     * @throws dev.lathe.error.KernelException if the text does not compile; the message holds the compiler's
     */
    Program build(Launch launch);

    /**
     * Fixes grid and arguments of {@code launch}.
     *
     * @param buffers the memory for each argument that is a buffer, in order
     * @throws dev.lathe.error.KernelException if the device cannot run groups of this size
     */
    BoundKernel bind(Program program, Launch launch, List<Memory> buffers);

    /** Queues one run. */
    void launch(BoundKernel kernel);

    /** {@code kernels} as one thing to be queued; empty where the device knows no cheaper way than one by one. */
    default Optional<Recording> record(List<BoundKernel> kernels) {
        return Optional.empty();
    }

    /** Runs {@code kernel} once and waits for it: how long the device worked, by its own clock, in nanoseconds. */
    long time(BoundKernel kernel);

    /** Waits until all that is queued is done. */
    void finish();

    /** Frees programs, queue and context. Memory and kernels must be closed before. Closing twice is harmless. */
    @Override
    void close();
}
