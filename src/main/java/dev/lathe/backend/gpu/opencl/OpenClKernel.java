package dev.lathe.backend.gpu.opencl;

import dev.lathe.backend.gpu.BoundKernel;
import dev.lathe.backend.gpu.launch.Launch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jocl.CL;
import org.jocl.cl_kernel;

/** A kernel whose arguments are set. */
final class OpenClKernel implements BoundKernel {
    private final cl_kernel handle;
    private final Launch launch;
    private final long[] items;
    private final long[] group;
    private final AtomicInteger live;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param live counts what is not closed yet */
    OpenClKernel(cl_kernel handle, Launch launch, AtomicInteger live) {
        this.handle = handle;
        this.launch = launch;
        this.items = launch.grid().items().stream().mapToLong(Long::longValue).toArray();
        this.group =
                launch.grid().group().stream().mapToLong(Integer::longValue).toArray();
        this.live = live;
        live.incrementAndGet();
    }

    cl_kernel handle() {
        return handle;
    }

    long[] items() {
        return items;
    }

    long[] group() {
        return group;
    }

    /** Whether this is asked for the first time. */
    boolean isFirstRun() {
        return !started.getAndSet(true);
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            CL.clReleaseKernel(handle);
            live.decrementAndGet();
        }
    }

    @Override
    public String toString() {
        return "kernel " + launch.kernel() + " on " + launch.grid().items() + " items in groups of "
                + launch.grid().group();
    }
}
