package dev.lathe.backend.gpu.cuda;

import dev.lathe.backend.gpu.Memory;
import java.util.concurrent.atomic.AtomicBoolean;

/** Memory of the device, or a part of it: {@code freeing} is what closing does, once. */
final class CudaMemory implements Memory {
    private final long address;
    private final long bytes;
    private final Runnable freeing;
    private final AtomicBoolean closed = new AtomicBoolean();

    CudaMemory(long address, long bytes, Runnable freeing) {
        this.address = address;
        this.bytes = bytes;
        this.freeing = freeing;
    }

    long address() {
        return address;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            freeing.run();
        }
    }
}
