package dev.lathe.backend.gpu;

/** Memory of a device, or a part of such memory. Whoever asked the driver for it closes it; parts first. */
public interface Memory extends AutoCloseable {
    long bytes();

    /** Closing twice is harmless. */
    @Override
    void close();
}
