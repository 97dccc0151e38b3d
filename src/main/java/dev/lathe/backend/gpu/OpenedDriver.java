package dev.lathe.backend.gpu;

import dev.lathe.error.DeviceLostException;

/** A driver and who uses it: one that lost its device is closed as soon as its last graph is. Thread-safe. */
final class OpenedDriver {
    private final GpuDriver driver;
    private int graphs;
    private boolean lost;
    private boolean retired;

    OpenedDriver(GpuDriver driver) {
        this.driver = driver;
    }

    GpuDriver driver() {
        return driver;
    }

    /** One more graph lives on this driver, until {@link #leave}. */
    synchronized void enter() {
        graphs++;
    }

    synchronized void leave() {
        graphs--;
        closeIfUnused();
    }

    /** The device stopped answering: nothing on this driver will work again. */
    synchronized void lose() {
        lost = true;
    }

    synchronized boolean isLost() {
        return lost;
    }

    /** @throws DeviceLostException if the device was lost before */
    void check() {
        if (isLost()) {
            throw new DeviceLostException(
                    driver.device().id() + " was lost in an earlier run; a new session opens it" + " afresh");
        }
    }

    /** No further graph will enter. */
    synchronized void retire() {
        retired = true;
        closeIfUnused();
    }

    private void closeIfUnused() {
        if (retired && graphs == 0) {
            driver.close();
        }
    }
}
