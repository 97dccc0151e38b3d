package dev.lathe.backend.gpu.cuda;

import dev.lathe.backend.Device;
import dev.lathe.backend.gpu.BoundKernel;
import dev.lathe.backend.gpu.GpuDriver;
import dev.lathe.backend.gpu.Memory;
import dev.lathe.backend.gpu.Program;
import dev.lathe.backend.gpu.Recording;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.error.DeviceException;
import dev.lathe.error.DeviceMemoryException;
import dev.lathe.error.KernelException;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** One CUDA device: its primary context and a stream. Calls of many threads take turns. */
public final class CudaDriver implements GpuDriver {
    private static final double NANOSECONDS = 1e6;

    private final Device device;
    private final Traits traits;
    private final CudaCalls calls;
    private final PrimaryContext context;
    private final CudaCalls.Stream stream;
    private final Modules modules;
    private final Staging staging;
    private final AtomicInteger handles = new AtomicInteger();
    private boolean closed;

    private CudaDriver(CudaDevice device, PtxVariants variants) {
        this.device = device.describe();
        this.traits = device.traits();
        this.calls = device.contexts().calls();
        this.context = device.contexts().take(device.number());
        this.modules = new Modules(calls, variants, name());
        this.stream = stream();
        this.staging = new Staging(calls, stream);
    }

    /** Opens the device {@code id}; the caller closes the driver. */
    public static CudaDriver open(String id) {
        return open(CudaDevices.find(id));
    }

    static CudaDriver open(CudaDevice device) {
        try {
            return new CudaDriver(device, PtxVariants.shipped());
        } catch (CudaError e) {
            throw Failures.of(e, device.id(), "opening it");
        }
    }

    private CudaCalls.Stream stream() {
        try {
            return attempt(() -> "making a stream", calls::createStream);
        } catch (DeviceException e) {
            throw Undo.after(e, context::release);
        }
    }

    private String name() {
        return device.id() + " (" + device.name() + ")";
    }

    /** Does {@code action} in this driver's context. What it throws says what was tried: {@code doing}. */
    private synchronized <T> T attempt(Supplier<String> doing, Supplier<T> action) {
        try {
            context.enter();
            return action.get();
        } catch (CudaError e) {
            if (Failures.isLoss(e)) {
                context.lose();
            }
            throw Failures.of(e, name(), doing.get());
        }
    }

    private void perform(Supplier<String> doing, Runnable action) {
        attempt(doing, () -> {
            action.run();
            return true;
        });
    }

    /** As {@link #attempt}; what lies in a lost context is freed already. */
    private void giveBack(Supplier<String> doing, Runnable action) {
        if (!context.isLost()) {
            perform(doing, action);
        }
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public Traits traits() {
        return traits;
    }

    /** Memory, parts of memory and kernels that are not closed yet. */
    public int liveHandles() {
        return handles.get();
    }

    @Override
    public Memory allocate(long bytes) {
        if (bytes > traits.maxAllocation()) {
            throw new DeviceMemoryException(
                    name() + " has " + traits.maxAllocation() + " bytes of memory, wanted " + bytes);
        }
        long address = attempt(() -> "allocating " + bytes + " bytes", () -> calls.allocate(bytes));
        handles.incrementAndGet();
        return new CudaMemory(address, bytes, () -> {
            handles.decrementAndGet();
            giveBack(() -> "freeing " + bytes + " bytes", () -> calls.free(address));
        });
    }

    @Override
    public Memory slice(Memory whole, long offset, long bytes) {
        handles.incrementAndGet();
        return new CudaMemory(((CudaMemory) whole).address() + offset, bytes, handles::decrementAndGet);
    }

    @Override
    public void upload(Tensor from, Memory to) {
        perform(() -> "copying " + from.type() + " to it", () -> staging.upload(from, ((CudaMemory) to).address()));
    }

    @Override
    public void download(Memory from, Tensor to) {
        perform(() -> "copying " + to.type() + " from it", () -> staging.download(((CudaMemory) from).address(), to));
    }

    @Override
    public Program build(Launch launch) {
        return attempt(
                () -> "loading kernel " + launch.kernel() + " with " + launch.defines(), () -> modules.of(launch));
    }

    @Override
    public BoundKernel bind(Program program, Launch launch, List<Memory> buffers) {
        Modules.Loaded loaded = (Modules.Loaded) program;
        if (launch.grid().groupSize() > loaded.mostItems()) {
            throw new KernelException(name() + " runs kernel " + launch.kernel() + " in groups of at most "
                    + loaded.mostItems() + " items, wanted " + launch.grid().group());
        }
        return new CudaKernel(loaded, launch, calls.arguments(CudaKernel.values(launch, buffers)), handles);
    }

    @Override
    public void launch(BoundKernel kernel) {
        CudaKernel bound = (CudaKernel) kernel;
        perform(() -> "starting " + bound, () -> bound.queue(calls, stream));
    }

    @Override
    public Optional<Recording> record(List<BoundKernel> kernels) {
        String all = kernels.size() + " kernels";
        CudaCalls.Graph graph = attempt(() -> "recording " + all, () -> recorded(kernels));
        handles.incrementAndGet();
        return Optional.of(
                new CudaRecording(() -> perform(() -> "starting " + all, () -> calls.launch(graph, stream)), () -> {
                    handles.decrementAndGet();
                    giveBack(() -> "forgetting " + all, () -> calls.destroyGraph(graph));
                }));
    }

    private CudaCalls.Graph recorded(List<BoundKernel> kernels) {
        calls.beginCapture(stream);
        try {
            kernels.forEach(kernel -> ((CudaKernel) kernel).queue(calls, stream));
        } catch (CudaError e) {
            throw Undo.after(e, () -> calls.destroyGraph(calls.endCapture(stream)));
        }
        return calls.endCapture(stream);
    }

    @Override
    public long time(BoundKernel kernel) {
        CudaKernel bound = (CudaKernel) kernel;
        return attempt(() -> "timing " + bound, () -> {
            try (Moment start = new Moment();
                    Moment end = new Moment()) {
                calls.record(start.event, stream);
                bound.queue(calls, stream);
                calls.record(end.event, stream);
                calls.synchronize(end.event);
                return Math.round(calls.elapsed(start.event, end.event) * NANOSECONDS);
            }
        });
    }

    /** An event for as long as it is needed. */
    private final class Moment implements AutoCloseable {
        private final CudaCalls.Event event = calls.createEvent();

        @Override
        public void close() {
            calls.destroyEvent(event);
        }
    }

    @Override
    public void finish() {
        perform(() -> "finishing what is queued", () -> calls.synchronize(stream));
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            finishQuietly();
            staging.clear((memory, done) -> {
                giveBack(() -> "freeing pinned memory", () -> calls.freeHost(memory));
                giveBack(() -> "freeing an event", () -> calls.destroyEvent(done));
            });
            modules.clear(module -> giveBack(() -> "unloading a kernel", () -> calls.unloadModule(module)));
            giveBack(() -> "closing its stream", () -> calls.destroyStream(stream));
        } finally {
            context.release();
        }
    }

    /** Nothing may be on its way to memory that is freed. */
    private void finishQuietly() {
        try {
            giveBack(() -> "finishing what is queued", () -> calls.synchronize(stream));
        } catch (DeviceException _) {
            // whatever was queued failed, and nobody waits for it
        }
    }
}
