package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Traits;

/** Sizes of groups whose items work together. */
final class Groups {
    private static final int ALONE = 256;
    private static final int ALONE_ON_CPU = 16;

    private Groups() {}

    /** A power of two: items of a group that goes through a whole buffer by itself. */
    static int alone(Traits device) {
        return Integer.highestOneBit(Math.min(device.maxGroup(), device.cpu() ? ALONE_ON_CPU : ALONE));
    }
}
