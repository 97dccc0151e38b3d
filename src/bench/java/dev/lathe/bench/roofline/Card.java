package dev.lathe.bench.roofline;

import dev.lathe.backend.gpu.launch.Traits;
import java.util.List;

/**
 * A card as NVIDIA publishes it.
 *
 * @param architecture what {@code ptxas -arch} calls it
 * @param units streaming multiprocessors
 * @param gigahertz boost clock
 * @param lanes multiply-adds of a unit in one clock
 * @param gigabytes moved between memory and chip in a second
 * @param shared bytes of local memory of a unit
 * @param warps most warps of a unit
 * @param groups most work-groups of a unit
 */
record Card(
        String name,
        String architecture,
        int units,
        double gigahertz,
        int lanes,
        double gigabytes,
        int shared,
        int warps,
        int groups) {
    static final List<Card> ALL = List.of(
            new Card("T4", "sm_75", 40, 1.59, 64, 320, 64 << 10, 32, 16),
            new Card("A100 40GB", "sm_80", 108, 1.41, 64, 1555, 164 << 10, 64, 32),
            new Card("A100 80GB", "sm_80", 108, 1.41, 64, 2039, 164 << 10, 64, 32),
            new Card("H100 SXM", "sm_90", 132, 1.98, 128, 3350, 228 << 10, 64, 32));

    private static final int REGISTERS = 1 << 16;
    private static final int WARP = 32;
    private static final int REGISTER_UNIT = 8;
    private static final int MOST_GROUP = 1024;
    private static final long LARGEST_GROUP_MEMORY = 48 << 10;
    private static final long MEMORY = 14L << 30;
    private static final int ALIGNMENT = 256;
    private static final int FLOPS_OF_A_MULTIPLY_ADD = 2;
    private static final double TERA = 1e3;

    double teraflops() {
        return FLOPS_OF_A_MULTIPLY_ADD * units * lanes * gigahertz / TERA;
    }

    Traits traits() {
        return new Traits(false, units, 1, MOST_GROUP, LARGEST_GROUP_MEMORY, ALIGNMENT, true, false, MEMORY);
    }

    /**
     * Part of a unit's warps that groups of {@code threads} work-items fill, each of which needs so many registers,
     * given out by the warp in pieces of 8 a lane, and so many bytes of local memory.
     */
    double occupancy(int threads, int registers, int bytes) {
        int warpsOfGroup = Math.ceilDiv(threads, WARP);
        int rounded = Math.ceilDiv(registers, REGISTER_UNIT) * REGISTER_UNIT;
        int byRegisters = REGISTERS / (rounded * WARP) / warpsOfGroup;
        int byMemory = bytes == 0 ? groups : shared / bytes;
        int resident = Math.min(Math.min(byRegisters, byMemory), Math.min(groups, warps / warpsOfGroup));
        return (double) resident * warpsOfGroup / warps;
    }
}
