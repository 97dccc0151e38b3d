package dev.lathe.backend.gpu.cuda;

import dev.lathe.backend.gpu.Recording;
import java.util.concurrent.atomic.AtomicBoolean;

/** A graph of CUDA, which knows by itself how it is queued and given back. */
final class CudaRecording implements Recording {
    private final Runnable queue;
    private final Runnable giveBack;
    private final AtomicBoolean closed = new AtomicBoolean();

    CudaRecording(Runnable queue, Runnable giveBack) {
        this.queue = queue;
        this.giveBack = giveBack;
    }

    @Override
    public void queue() {
        queue.run();
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            giveBack.run();
        }
    }
}
