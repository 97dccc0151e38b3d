package dev.lathe.backend.gpu;

/**
 * Kernels that one call queues, one after the other, any number of times. Closed before them, by whoever recorded it.
 */
public interface Recording extends AutoCloseable {
    /** Queues one run of all of them. */
    void queue();

    /** Closing twice is harmless. */
    @Override
    void close();
}
