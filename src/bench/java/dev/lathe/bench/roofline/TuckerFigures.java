package dev.lathe.bench.roofline;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Launch;
import java.util.List;

/**
 * What the struct and the grid of a launch of {@code conv/conv_tucker} tell of its work.
 *
 * @param groups work-groups in all
 */
record TuckerFigures(List<Part> parts, long groups) {
    /**
     * One of the three convolutions, in one group.
     *
     * @param items work-items that multiply, in whole warps
     * @param passes how often they add up a sum
     * @param terms of a sum, in whole quads
     * @param steps of all sums
     * @param loading instructions of a step beside those of its terms
     */
    record Part(int items, int passes, int terms, int steps, double loading) {
        /** Part of a work-item's instructions that multiply. */
        double share() {
            return MULTIPLIES / (INSTRUCTIONS + loading * steps / passes / terms);
        }
    }

    /** Multiply-adds of a work-item for a term, and what they and the rest are in the machine code for sm_80. */
    private static final double MULTIPLIES = 32;

    private static final double INSTRUCTIONS = 38;
    private static final double STEP_INSTRUCTIONS = 170;
    private static final double GATHER_INSTRUCTIONS = 135;

    /** Local memory gives a unit 32 floats in one clock, and 32 multiply-adds take 12. */
    private static final double FED = 32 * MULTIPLIES / 12;

    /** Instructions that the four schedulers of a unit issue in one clock, times the lanes of a warp. */
    private static final int ISSUED = 128;

    private static final int TOGETHER = 2;
    private static final int WARP = 32;
    private static final int ROWS = 8;
    private static final int QUAD = 4;

    /** Where the fields of the struct begin that have two axes. */
    private static final int WINDOW = 8;

    private static final int STRIDE = 10;
    private static final int DILATION = 12;
    private static final int TILE = 16;
    private static final int TERMS = 18;
    private static final int BLOCKS = 21;

    static TuckerFigures of(Launch launch) {
        List<Integer> s = ((Arg.Ints) launch.args().getLast()).values();
        int tile = s.get(TILE) * s.get(TILE + 1);
        int taps = s.get(WINDOW) * s.get(WINDOW + 1);
        List<Part> parts = List.of(
                part(s, 0, seen(s, 0) * seen(s, 1), 1, blocks(s.get(1))),
                part(s, 1, tile, taps, blocks(s.get(2))),
                part(s, 2, tile, 1, s.get(BLOCKS)));
        return new TuckerFigures(
                parts, launch.grid().items().getFirst() / launch.grid().groupSize());
    }

    private static int blocks(int rows) {
        return Math.ceilDiv(rows, ROWS);
    }

    private static int seen(List<Integer> s, int axis) {
        return (s.get(TILE + axis) - 1) * s.get(STRIDE + axis)
                + (s.get(WINDOW + axis) - 1) * s.get(DILATION + axis)
                + 1;
    }

    /** @param blocks of rows at a time */
    private static Part part(List<Integer> s, int index, int positions, int taps, int blocks) {
        int channels = s.get(index);
        int passes = Math.ceilDiv(blocks(s.get(index + 1)), blocks);
        int items = Math.ceilDiv(blocks * Math.ceilDiv(positions, QUAD), WARP) * WARP;
        int steps = passes * taps * Math.ceilDiv(channels, 1 << s.get(TERMS + index));
        double loading = STEP_INSTRUCTIONS + (index == 0 ? GATHER_INSTRUCTIONS : 0);
        int terms = Math.ceilDiv(channels, QUAD) * QUAD * taps;
        return new Part(Math.max(items, ISSUED / TOGETHER), passes, terms, steps, loading);
    }

    /** Two groups share a unit. */
    long rounds(Card card) {
        return Math.ceilDiv(groups, (long) card.units() * TOGETHER);
    }

    /** Of all parts of a group. */
    int steps() {
        return parts.stream().mapToInt(Part::steps).sum();
    }

    /** For which the busiest unit multiplies. */
    double clocks(Card card) {
        return parts.stream()
                .mapToDouble(part -> rounds(card)
                        * TOGETHER
                        * MULTIPLIES
                        * part.items()
                        * part.passes()
                        * part.terms()
                        / Math.min(card.lanes(), Math.min(ISSUED * part.share(), FED)))
                .sum();
    }

    /** Of the loop over terms. */
    static double share() {
        return MULTIPLIES / INSTRUCTIONS;
    }
}
