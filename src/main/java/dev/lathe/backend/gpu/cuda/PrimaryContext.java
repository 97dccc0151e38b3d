package dev.lathe.backend.gpu.cuda;

import dev.lathe.error.DeviceLostException;

/** A retained context. Once it is lost nothing that was made in it exists any more. Thread-safe. */
final class PrimaryContext {
    private final CudaCalls calls;
    private final int device;
    private final CudaCalls.Context context;
    private int users = 1;
    private volatile boolean lost;

    PrimaryContext(CudaCalls calls, int device, CudaCalls.Context context) {
        this.calls = calls;
        this.device = device;
        this.context = context;
    }

    /** One more user, unless nobody can use it any more. */
    synchronized boolean share() {
        boolean usable = !lost && users > 0;
        users += usable ? 1 : 0;
        return usable;
    }

    boolean isLost() {
        return lost;
    }

    /** Makes it the context of the calling thread. */
    void enter() {
        if (lost) {
            throw new DeviceLostException(
                    "cuda:" + device + " was lost in an earlier run; a new session opens it afresh");
        }
        calls.makeCurrent(context);
    }

    /** The device stopped answering. All that this process has on it is destroyed, or the next one would not start. */
    synchronized void lose() {
        if (!lost) {
            lost = true;
            try {
                calls.resetContext(device);
            } catch (CudaError _) {
                // then the next driver's first call says what is wrong
            }
        }
    }

    /** One user less; the last one gives it back. */
    synchronized void release() {
        users--;
        if (users == 0) {
            try {
                calls.releaseContext(device);
            } catch (CudaError e) {
                if (!lost) {
                    throw Failures.of(e, "cuda:" + device, "releasing its context");
                }
            }
        }
    }
}
