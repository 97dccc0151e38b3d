package dev.lathe.backend;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a device is opened.
 *
 * @param threads host threads that it may use, at least 1
 * @param hostOperators whether the host may run operators that the device refuses
 * @param cache folder for compiled kernels and measured tile sizes; null: nothing is kept
 */
public record DeviceOptions(int threads, boolean hostOperators, @Nullable Path cache) {
    /** Only the number of threads is given: the device runs everything itself, and nothing is kept. */
    public static DeviceOptions threads(int threads) {
        return new DeviceOptions(threads, false, null);
    }
}
