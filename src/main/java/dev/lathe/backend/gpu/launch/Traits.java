package dev.lathe.backend.gpu.launch;

/**
 * What lowering has to know of a device.
 *
 * @param cpu whether it is a CPU: one work-item is a vector program there, and local memory is nothing special
 * @param vectorWidth floats of a native vector
 * @param maxGroup most work-items of a group
 * @param localBytes local memory of a group
 * @param alignment bytes to which the start of every buffer is aligned
 * @param doubles whether it computes in double precision
 * @param unified whether it shares memory with the host
 * @param maxAllocation most bytes of one allocation
 */
public record Traits(
        boolean cpu,
        int computeUnits,
        int vectorWidth,
        int maxGroup,
        long localBytes,
        int alignment,
        boolean doubles,
        boolean unified,
        long maxAllocation) {
    private static final int GPU_GROUP = 128;

    /** Part of one allocation that may be spent on being faster. */
    private static final int SHARE = 4;

    /** A CPU starts a group at the price of hundreds of elements. */
    private static final int CPU_GROUP = 1024;

    /** Size of the groups of kernels whose work-items have nothing to do with one another. */
    public int group() {
        return Integer.highestOneBit(Math.min(maxGroup, cpu ? CPU_GROUP : GPU_GROUP));
    }

    /** Whether so many floats, without which there is a slower way, leave room for other values. */
    public boolean spares(double floats) {
        return floats * Float.BYTES * SHARE < maxAllocation;
    }
}
