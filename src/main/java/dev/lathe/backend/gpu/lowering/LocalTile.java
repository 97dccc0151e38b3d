package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Traits;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Sides of a work-group of {@code conv/conv_tiled} and of the results of one work-item, along filters (m) and positions
 * (n), and the depth of a step. The kernel's header states what has to divide what.
 */
record LocalTile(int groupM, int groupN, int threadM, int threadN, int depth) {
    private static final int LONGEST_SIDE = 256;
    private static final int MOST_SUMS = 64;
    private static final int QUAD = 4;

    /** Work-items that the lanes of one compute unit can take at a time. */
    private static final int LANES = 128;

    /** Work-items of one compute unit, which have 128 registers each. */
    private static final int RESIDENT = 512;

    /** Instructions of a step that do not multiply, as compiled for NVIDIA's cards: in all, and for each load of x. */
    private static final int STEP_INSTRUCTIONS = 32;

    private static final int GATHER_INSTRUCTIONS = 7;

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
        if (threadM % QUAD != 0 || threadN % QUAD != 0) {
            return "THREAD_M and THREAD_N must be multiples of " + QUAD;
        }
        boolean divides = threads() % columns() == 0
                && depth * rows() % (QUAD * threads()) == 0
                && depth * columns() % threads() == 0;
        return divides
                ? ""
                : "GROUP_M*GROUP_N must be a multiple of GROUP_N*THREAD_N, and divide TILE_K*GROUP_M*THREAD_M/" + QUAD
                        + " and TILE_K*GROUP_N*THREAD_N";
    }

    private int threads() {
        return groupM * groupN;
    }

    /** Whether {@code device} has groups and local memory for it. */
    boolean fits(Traits device) {
        return threads() <= device.maxGroup()
                && (long) Float.BYTES * 2 * depth * (rows() + columns()) <= device.localBytes();
    }

    /**
     * Multiply-adds for each instruction that a compute unit can issue: the part of a work-item's instructions that
     * multiply, or less where local memory, which gives a unit one float for each lane and clock, brings fewer factors.
     */
    private double share() {
        double multiply = threadM * threadN;
        double load = (double) (threadM + threadN) / QUAD;
        double step = STEP_INSTRUCTIONS + (double) GATHER_INSTRUCTIONS * depth * columns() / threads();
        return Math.min(multiply / (multiply + load + step / depth), multiply / (threadM + threadN) / QUAD);
    }

    /**
     * How long {@code device} is busy with {@code sum} or waits for what it loads, in multiply-adds of one compute
     * unit: groups that are too small to fill the lanes of a unit share it, and as many rounds as it takes are whole;
     * the steps of groups that are there at once wait at once.
     */
    double effort(Correlation sum, Traits device) {
        double busy = rounds(sum, together(), device) * together() * rows() * columns() / share() * sum.depth();
        double waits = rounds(sum, resident(), device) * Math.ceilDiv(sum.depth(), depth) * GpuCosts.WAIT;
        return Math.max(busy * GpuCosts.STALLS, waits);
    }

    private int together() {
        return Math.max(1, LANES / threads());
    }

    /** Groups that a compute unit has registers for. */
    private int resident() {
        return Math.max(1, RESIDENT / threads());
    }

    /** Of groups, {@code together} of which share a compute unit. */
    private double rounds(Correlation sum, int together, Traits device) {
        long groups = (long) sum.groups()
                * Math.ceilDiv(sum.filters(), rows())
                * Math.ceilDiv(sum.images() * sum.outputs(), columns());
        return Math.ceilDiv(groups, (long) Math.max(device.computeUnits(), 1) * together);
    }
}
