package dev.lathe.backend.cpu;

import dev.lathe.backend.cpu.MicroKernel.Panels;
import dev.lathe.backend.cpu.PrefetchKernel.Ask;
import dev.lathe.tensor.Shape;

/**
 * Constant filters of a 3x3 convolution, transformed for {@link WinogradConv} and packed as right operands: panels of a
 * register tile's columns, each [row of a tile][column][channel][filter], and read from one end to the other. Of the
 * columns only those are kept that the others can be made of (docs/decisions/0033-three-columns.md).
 */
final class WinogradFilters {
    /** Columns of a row of a tile that are kept. */
    static final int KEPT = WinogradMatrices.KERNEL;

    /** Columns between what is used and what is asked for. */
    private static final int AHEAD = 2;

    private final int unit = MicroKernels.COLUMNS;
    private final int count;
    private final int channels;
    private final WinogradLoops loops;
    private final int side;
    private final float[] packed;

    /** @param w [filters][channels][3][3] */
    WinogradFilters(WinogradLoops loops, float[] w, int filters, int channels) {
        this.count = filters;
        this.channels = channels;
        this.loops = loops;
        side = loops.matrices().side();
        packed = new float
                [Packing.LEAD
                        + Shape.of((long) panels() * unit, KEPT * side, channels)
                                .size()];
        for (int panel = 0; panel < panels(); panel++) {
            pack(w, panel);
        }
    }

    private void pack(float[] w, int panel) {
        int taps = WinogradMatrices.KERNEL * WinogradMatrices.KERNEL;
        WinogradMatrices matrices = loops.matrices();
        int[] columns = matrices.columns();
        double[] transformed = new double[matrices.elements()];
        for (int channel = 0; channel < channels; channel++) {
            for (int j = 0; j < width(panel); j++) {
                matrices.filter(w, ((panel * unit + j) * channels + channel) * taps, transformed);
                int to = at(panel, 0) + channel * columns(panel) + j;
                for (int row = 0; row < side; row++) {
                    for (int n = 0; n < KEPT; n++) {
                        packed[to] = (float) transformed[row * side + columns[n]];
                        to += length(panel);
                    }
                }
            }
        }
    }

    /** All filters. */
    int count() {
        return count;
    }

    int panels() {
        return Math.ceilDiv(count, unit);
    }

    /** Filters of a panel. */
    int width(int panel) {
        return Math.min(unit, count - panel * unit);
    }

    /** Columns of a panel: those of a register tile or, for few filters, half as many. */
    int columns(int panel) {
        return width(panel) > unit / 2 ? unit : unit / 2;
    }

    /** Where the kept columns of a row of a panel begin, one after the other. */
    private int at(int panel, int row) {
        return Packing.LEAD + panel * unit * KEPT * side * channels + row * KEPT * length(panel);
    }

    /** Of an element: [channel][filter]. */
    private int length(int panel) {
        return channels * columns(panel);
    }

    /**
     * The operand of column {@code n} of a row of a panel. Those beyond the first {@link #KEPT} are to be asked for in
     * turn, as all are made with the first of them.
     *
     * @param mine keeps them
     */
    Panels right(int panel, int row, int n, Scratch mine) {
        int length = length(panel);
        if (n < KEPT) {
            return new Panels(packed, at(panel, row) + n * length, 0, 1, columns(panel));
        }
        float[] rest = mine.floats(4, Packing.alignedLength((side - KEPT) * length));
        if (n == KEPT) {
            loops.rest(packed, at(panel, row), length, rest);
        }
        return new Panels(rest, Packing.LEAD + (n - KEPT) * length, 0, 1, columns(panel));
    }

    /** Halves of a column that are asked for with each column, so that all are asked for with those of a row. */
    int asked() {
        return Math.ceilDiv(2 * KEPT, side);
    }

    /**
     * What is asked for with column {@code n}, from two columns further on: it is there when it is used, and little is
     * that is not used yet. After the last one of all, some again.
     */
    Ask ask(int panel, int row, int n) {
        int length = length(panel);
        int share = asked() * length / 2;
        int at = at(panel, row) + n * share;
        int next = at + AHEAD * length;
        return new Ask(packed, next + share <= packed.length ? next : at);
    }

    /** Elements of all of them. */
    int size() {
        return packed.length;
    }
}
