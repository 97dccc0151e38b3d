package dev.lathe.bench.roofline;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Launch;
import java.util.List;

/**
 * What the defines and the grid of a launch of {@code conv/conv_tiled} tell of its work.
 *
 * @param threads work-items of a group
 * @param share part of a work-item's instructions that multiply
 * @param fed multiply-adds of a unit in one clock for which local memory brings the factors
 * @param rows filters of a tile
 * @param columns positions of a tile
 * @param steps of a tile
 * @param depth terms of a step
 * @param groups work-groups in all
 */
record TileFigures(int threads, double share, double fed, int rows, int columns, int steps, int depth, long groups) {
    /** Counted in the machine code for sm_80: instructions of a step beside those below, and for each load of x. */
    static final int STEP_INSTRUCTIONS = 32;

    static final int GATHER_INSTRUCTIONS = 7;

    private static final int QUAD = 4;
    /** Instructions that the four schedulers of a unit issue in one clock, times the lanes of a warp. */
    private static final int ISSUED = 128;

    /** Floats that local memory gives a unit in one clock. */
    private static final double LOCAL_FLOATS = 32;

    /** Work-items that a unit has registers for: 128 of 65,536 each. */
    private static final int RESIDENT = 512;

    private static final int CHANNELS = 1;
    private static final int WINDOW = 10;

    static TileFigures of(Launch launch) {
        int m = define(launch, "THREAD_M");
        int n = define(launch, "THREAD_N");
        int depth = define(launch, "TILE_K");
        int threads = launch.grid().groupSize();
        int rows = define(launch, "GROUP_M") * m;
        int columns = define(launch, "GROUP_N") * n;
        double step = STEP_INSTRUCTIONS + (double) GATHER_INSTRUCTIONS * depth * columns / threads;
        double share = m * n / (m * n + (double) (m + n) / QUAD + step / depth);
        List<Integer> conv = ((Arg.Ints) launch.args().getLast()).values();
        int terms = conv.get(CHANNELS) * conv.get(WINDOW) * conv.get(WINDOW + 1) * conv.get(WINDOW + 2);
        long items = launch.grid().items().stream().reduce(1L, (a, b) -> a * b);
        double fed = LOCAL_FLOATS * m * n / (m + n);
        return new TileFigures(threads, share, fed, rows, columns, Math.ceilDiv(terms, depth), depth, items / threads);
    }

    private static int define(Launch launch, String name) {
        return Integer.parseInt(launch.defines().get(name));
    }

    /** Groups that fill the lanes of a unit. */
    int together() {
        return Math.max(1, ISSUED / threads);
    }

    long rounds(Card card) {
        return Math.ceilDiv(groups, (long) card.units() * together());
    }

    /** Rounds of as many groups as there is room for. */
    long waves(Card card) {
        return Math.ceilDiv(groups, (long) card.units() * Math.max(1, RESIDENT / threads));
    }

    /** Multiply-adds of a unit in one clock: what lanes, schedulers and local memory allow. */
    double rate(Card card) {
        return Math.min(card.lanes(), Math.min(ISSUED * share, fed));
    }

    /** Multiply-adds of one tile, empty places counted. */
    double multiplies() {
        return (double) rows * columns * steps * depth;
    }

    /** Multiply-adds for each byte that a tile loads. */
    double intensity() {
        return (double) rows * columns / (Float.BYTES * (rows + columns));
    }
}
