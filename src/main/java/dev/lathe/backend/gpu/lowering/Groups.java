package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Traits;
import java.util.List;

/** Sizes of groups whose items work together. */
final class Groups {
    private static final int ALONE = 256;
    private static final int ALONE_ON_CPU = 16;

    /** Fewer elements than this of a row make no work for a group. */
    private static final int LONG_ROW = 128;

    private Groups() {}

    /** A power of two: items of a group that goes through a whole buffer by itself. */
    static int alone(Traits device) {
        return Integer.highestOneBit(Math.min(device.maxGroup(), device.cpu() ? ALONE_ON_CPU : ALONE));
    }

    /** A power of two: items that go through a row of {@code length} neighbours together, 1 on a CPU. */
    static int row(long length, Traits device) {
        return device.cpu() || length < LONG_ROW ? 1 : Integer.highestOneBit(Math.min(device.maxGroup(), LONG_ROW));
    }

    /** {@code rows} rows, {@code group} items for each; 1 stands for an item alone. */
    static Grid rows(long rows, int group, Traits device) {
        return group == 1 ? Grid.cover(rows, device.group()) : Grid.groups(List.of(rows), List.of(group));
    }
}
