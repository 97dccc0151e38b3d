package dev.lathe.backend;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a device is opened.
 *
 * @param threads host threads that it may use, at least 1
 * @param hostOperators whether the host may run operators that the device refuses
 * @param cache folder for compiled kernels and measured tile sizes; null: nothing is kept
 * @param runs how often each graph will be run for inputs of the same shapes, about: a device may do without kernels
 *     that take longer to get ready than they save
 */
public record DeviceOptions(int threads, boolean hostOperators, @Nullable Path cache, int runs) {
    /** So many runs that getting ready for them counts for nothing. */
    public static final int MANY = Integer.MAX_VALUE;

    /** Only the number of threads is given: the device runs everything itself, nothing is kept, and runs are many. */
    public static DeviceOptions threads(int threads) {
        return new DeviceOptions(threads, false, null, MANY);
    }
}
