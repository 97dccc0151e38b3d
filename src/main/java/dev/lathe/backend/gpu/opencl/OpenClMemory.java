package dev.lathe.backend.gpu.opencl;

import dev.lathe.backend.gpu.Memory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jocl.CL;
import org.jocl.cl_mem;

/** A buffer or a part of one. */
final class OpenClMemory implements Memory {
    private final cl_mem handle;
    private final long bytes;
    private final AtomicInteger live;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param live counts what is not closed yet */
    OpenClMemory(cl_mem handle, long bytes, AtomicInteger live) {
        this.handle = handle;
        this.bytes = bytes;
        this.live = live;
        live.incrementAndGet();
    }

    cl_mem handle() {
        return handle;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            CL.clReleaseMemObject(handle);
            live.decrementAndGet();
        }
    }
}
