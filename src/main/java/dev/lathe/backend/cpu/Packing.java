package dev.lathe.backend.cpu;

import dev.lathe.error.LimitException;
import dev.lathe.tensor.Shape;

/** Matrices laid out in the order in which {@link MicroKernel} reads them. */
final class Packing {
    /** Most terms per pass: a packed panel of the right operand of this depth stays in the first-level cache. */
    private static final int MAX_TERMS = 288;

    /** What of panels that are multiplied together is to stay in the second-level cache, in elements. */
    private static final int TOGETHER = 1 << 14;

    /**
     * Elements left free before packed operands: with the header of an array, one line of a cache. G1 begins long
     * arrays at the beginning of a region, so vectors that are read one after the other are lines, and none is two
     * halves.
     */
    static final int LEAD = 12;

    /** Into how many regions G1 cuts a heap, about. */
    private static final int REGIONS = 2048;

    /** Bytes of G1's smallest region. */
    private static final int LEAST_REGION = 1 << 20;

    /** Bytes of a region of heaps beyond 16 GiB: arrays are not made so long only to be aligned. */
    private static final int LARGE_REGION = 1 << 24;

    /** Elements of half a region: an array that is longer gets a region of its own. 0 if regions are large. */
    private static final int LONG = ownRegion();

    private Packing() {}

    private static int ownRegion() {
        long share = Math.clamp(Runtime.getRuntime().maxMemory() / REGIONS, LEAST_REGION, LARGE_REGION);
        int region = (int) Long.highestOneBit(2 * share - 1);
        return region < LARGE_REGION ? region / 2 / Float.BYTES : 0;
    }

    /**
     * Length of an array for {@code length} elements from {@link #LEAD} on, so long that vectors of them are lines
     * where 4 MiB are enough for that. For arrays that a thread keeps.
     */
    static int alignedLength(int length) {
        return LEAD + Math.max(length, LONG);
    }

    /** Terms per pass of sums of {@code depth} terms: passes of about the same length. */
    static int terms(int depth) {
        return terms(depth, MAX_TERMS);
    }

    /** The same, with at most {@code most} terms per pass. */
    static int terms(int depth, int most) {
        return Math.ceilDiv(depth, Math.max(1, Math.ceilDiv(depth, most)));
    }

    /** Panels of {@code terms} rows that are multiplied together, at least 1. */
    static int together(int terms) {
        return Math.max(1, TOGETHER / (terms * MicroKernels.COLUMNS));
    }

    static int roundUp(int value, int unit) {
        return Math.ceilDiv(value, unit) * unit;
    }

    /**
     * Length of {@code count} packed rows or columns.
     *
     * @throws LimitException if no array is as long
     */
    static int length(int count, int depth, int unit) {
        return Shape.of((long) Math.ceilDiv(count, unit) * unit, depth).size();
    }

    /**
     * One panel of the right operand: [k][unit], missing columns zero.
     *
     * @param b elements at {@code at + k·depthStep + column·columnStep}
     */
    static void right(
            float[] b,
            int at,
            int columns,
            int columnStep,
            int depth,
            int depthStep,
            float[] packed,
            int packedAt,
            int unit) {
        for (int k = 0; k < depth; k++) {
            int from = at + k * depthStep;
            int to = packedAt + k * unit;
            if (columnStep == 1) {
                System.arraycopy(b, from, packed, to, columns);
            } else {
                for (int j = 0; j < columns; j++) {
                    packed[to + j] = b[from + j * columnStep];
                }
            }
            for (int j = columns; j < unit; j++) {
                packed[to + j] = 0;
            }
        }
    }
}
