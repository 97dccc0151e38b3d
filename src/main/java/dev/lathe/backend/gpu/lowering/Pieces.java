package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Traits;

/**
 * How rows of elements are shared among work-items. On a GPU each takes one element, so that neighbours touch
 * neighbours; on a CPU each takes a stretch, so that finding its place costs little beside it.
 *
 * @param length elements of a row that an item takes; the last of a row may be fewer
 * @param items work-items that have something to do
 */
record Pieces(int length, int items, Grid grid) {
    private static final int CPU_LENGTH = 1024;
    private static final int GROUPS_PER_UNIT = 4;

    /** {@code rows} rows of {@code row} elements, neither 0. */
    static Pieces of(int rows, int row, Traits device) {
        int length = device.cpu() ? Math.min(row, CPU_LENGTH) : 1;
        int items = rows * Math.ceilDiv(row, length);
        return new Pieces(length, items, Grid.cover(items, group(items, device)));
    }

    /** Long items make large groups too few to keep every core of a CPU busy. */
    private static int group(int items, Traits device) {
        int share = items / (GROUPS_PER_UNIT * device.computeUnits());
        return device.cpu() ? Math.clamp(Integer.highestOneBit(share), 1, device.group()) : device.group();
    }
}
