package dev.lathe.backend.gpu;

/** A kernel with its grid and all its arguments, ready to be queued any number of times. Closed by whoever bound it. */
public interface BoundKernel extends AutoCloseable {
    /** Closing twice is harmless. */
    @Override
    void close();
}
