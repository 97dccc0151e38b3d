package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Traits;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Sides of a work-group of {@code conv/conv_tiled} and of the results of one work-item, along filters (m) and positions
 * (n), and the depth of a step. The kernel's header states what has to divide what.
 */
record LocalTile(int groupM, int groupN, int threadM, int threadN, int depth) {
    /** Integers that the kernel keeps for each (channel, tap) pair of a step. */
    private static final int TAP_INTS = 4;

    private static final int LONGEST_SIDE = 256;
    private static final int MOST_SUMS = 64;

    static LocalTile of(Map<String, Integer> defines) {
        return new LocalTile(
                defines.get("GROUP_M"),
                defines.get("GROUP_N"),
                defines.get("THREAD_M"),
                defines.get("THREAD_N"),
                defines.get("TILE_K"));
    }

    Map<String, Integer> defines() {
        return Map.of("GROUP_M", groupM, "GROUP_N", groupN, "THREAD_M", threadM, "THREAD_N", threadN, "TILE_K", depth);
    }

    int rows() {
        return groupM * threadM;
    }

    int columns() {
        return groupN * threadN;
    }

    /** Why no device has such a tile; empty if one may. */
    String complaint() {
        if (Stream.of(groupM, groupN, threadM, threadN, depth).anyMatch(side -> side < 1 || side > LONGEST_SIDE)) {
            return "each must be 1 to " + LONGEST_SIDE;
        }
        if (threadM * threadN > MOST_SUMS) {
            return "THREAD_M*THREAD_N must be at most " + MOST_SUMS;
        }
        int threads = groupM * groupN;
        boolean divides = threads % columns() == 0
                && depth * rows() % threads == 0
                && depth * columns() % threads == 0
                && depth <= threads;
        return divides
                ? ""
                : "GROUP_M*GROUP_N must be a multiple of GROUP_N*THREAD_N, divide TILE_K*GROUP_M*THREAD_M and"
                        + " TILE_K*GROUP_N*THREAD_N, and be at least TILE_K";
    }

    /** Whether {@code device} has groups and local memory for it. */
    boolean fits(Traits device) {
        int floats = depth * (rows() + 1 + columns());
        int taps = 2 * depth * TAP_INTS;
        return groupM * groupN <= device.maxGroup() && (long) Float.BYTES * (floats + taps) <= device.localBytes();
    }
}
