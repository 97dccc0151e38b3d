package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.op.Geometry;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The positions of a work-group of {@code conv/conv_tucker}, and how its work-items share the three parts (0, 1, 2).
 * The numbers are those of the kernel.
 *
 * @param down positions along the first of two axes
 * @param across along the second
 */
record TuckerTile(TuckerChain chain, int down, int across) {
    static final int THREADS = 256;
    static final int LOCAL_BYTES = 32 << 10;
    static final int ROWS = 8;
    static final int COLUMNS = 4;
    static final int PARTS = 3;

    private static final int QUAD = 4;
    private static final int WARP = 32;
    private static final int QUADS_Z = 1536;
    private static final int LOADS_X = 2;
    private static final int LONGEST_SIDE = 64;

    /** Groups of a compute unit: while one waits at a barrier, the other has the lanes. */
    private static final int TOGETHER = 2;

    /** Instructions of a work-item for a term, counted in the machine code for sm_80; 32 of them multiply. */
    private static final double TERM_INSTRUCTIONS = 38;

    /**
     * As many for a term as local memory, which gives a unit one float for each lane and clock, takes for its factors.
     */
    private static final double TERM_FEEDING = 4.0 * (ROWS + COLUMNS);

    /** Instructions of a step beside those of its terms, and what loading x takes more. */
    private static final double STEP_INSTRUCTIONS = 170;

    private static final double GATHER_INSTRUCTIONS = 135;

    /** The tile that keeps {@code device} busy for the shortest time; empty if none fits. */
    static Optional<TuckerTile> best(TuckerChain chain, Traits device) {
        int[] out = chain.core().geometry().out();
        int most = Math.ceilDiv(Math.min(out[2], LONGEST_SIDE), QUAD);
        return IntStream.rangeClosed(1, Math.min(out[1], LONGEST_SIDE))
                .boxed()
                .flatMap(down -> IntStream.rangeClosed(1, most)
                        .mapToObj(quads -> new TuckerTile(chain, down, quads * QUAD))
                        .filter(TuckerTile::fits))
                .min(Comparator.comparingDouble(tile -> tile.effort(device)));
    }

    private int positions() {
        return down * across;
    }

    /** Positions of the first part: those that the tile's windows see. */
    int seen() {
        Geometry g = chain.core().geometry();
        return seenAlong(g, 1, down) * seenAlong(g, 2, across);
    }

    private static int seenAlong(Geometry g, int axis, int results) {
        long seen = (results - 1L) * g.stride()[axis] + (g.kernel()[axis] - 1L) * g.dilation()[axis] + 1;
        return (int) Math.min(seen, Short.MAX_VALUE);
    }

    /** Work-items along the positions of {@code part}. */
    private int columns(int part) {
        return Math.ceilDiv(part == 0 ? seen() : positions(), COLUMNS);
    }

    private int rows(int part) {
        return Math.ceilDiv(chain.part(part).filters(), ROWS);
    }

    /** Blocks of rows that a group makes at a time. */
    int blocks(int part) {
        if (part < 2) {
            return rows(part);
        }
        int most = Math.clamp(THREADS / columns(part), 1, THREADS / (2 * QUAD));
        return Math.ceilDiv(rows(part), Math.ceilDiv(rows(part), most));
    }

    private int passes(int part) {
        return Math.ceilDiv(rows(part), blocks(part));
    }

    /** Logarithm of the terms of a step; one quad of weights for each work-item makes up a step. */
    int logTerms(int part) {
        int most = THREADS / 2 / blocks(part);
        if (part == 0) {
            most = Math.min(most, QUAD * Math.max(1, LOADS_X * THREADS / seen()));
        }
        int channels = chain.part(part).channels();
        int log = Math.min(log(most), log(2 * channels - 1));
        while (part == 0 && log > 2 && 2 * seen() * pitch(1 << log) > QUADS_Z) {
            log--;
        }
        return Math.max(log, 2);
    }

    private static int log(int number) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(Math.max(number, 1));
    }

    /** Quads that a position takes of so many channels: an odd number. */
    private static int pitch(int channels) {
        return Math.ceilDiv(channels, QUAD) | 1;
    }

    private boolean fits() {
        boolean weights = IntStream.range(0, PARTS)
                .allMatch(part ->
                        blocks(part) * columns(part) <= THREADS && blocks(part) << logTerms(part) <= THREADS / 2);
        return weights
                && seen() <= LOADS_X * THREADS
                && 2 * seen() * pitch(1 << logTerms(0)) <= QUADS_Z
                && seen() * pitch(chain.reduce().filters()) <= QUADS_Z
                && positions() * pitch(chain.core().filters()) <= QUADS_Z;
    }

    private static int rounded(int number, int to) {
        return Math.ceilDiv(number, to) * to;
    }

    /** Terms of a sum, in whole quads. */
    int terms(int part) {
        return rounded(chain.part(part).channels(), QUAD) * chain.part(part).taps();
    }

    /** Work-items that multiply, in whole warps, times how often. */
    int lanes(int part) {
        int busy = rounded(blocks(part) * columns(part), WARP);
        return Math.max(busy, 2 * WARP) * passes(part);
    }

    /** Steps of all work-items. */
    int steps(int part) {
        return passes(part)
                * chain.part(part).taps()
                * Math.ceilDiv(chain.part(part).channels(), 1 << logTerms(part));
    }

    long groups() {
        int[] out = chain.core().geometry().out();
        return (long) chain.core().images() * Math.ceilDiv(out[1], down) * Math.ceilDiv(out[2], across);
    }

    /** In the unit of {@link LocalTile#effort}, but not less than steps have to wait for what they load. */
    double effort(Traits device) {
        double busy = 0;
        double waits = 0;
        for (int part = 0; part < PARTS; part++) {
            double loading = STEP_INSTRUCTIONS + (part == 0 ? GATHER_INSTRUCTIONS : 0);
            double instructions = TERM_INSTRUCTIONS * terms(part) + loading * steps(part) / passes(part);
            busy += lanes(part) * Math.max(instructions, TERM_FEEDING * terms(part));
            waits += steps(part) * GpuCosts.WAIT;
        }
        long rounds = Math.ceilDiv(groups(), (long) TOGETHER * Math.max(device.computeUnits(), 1));
        return rounds * Math.max(TOGETHER * busy * GpuCosts.STALLS, waits);
    }
}
