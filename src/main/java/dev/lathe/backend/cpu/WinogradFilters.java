package dev.lathe.backend.cpu;

import dev.lathe.tensor.Shape;

/**
 * Constant filters of a 3x3 convolution, transformed for {@link WinogradConv} and packed as right operands: panels of a
 * register tile's columns, each [element][channel][filter]. A panel is read from one end to the other.
 */
final class WinogradFilters {
    private final int unit = MicroKernels.COLUMNS;
    private final int count;
    private final int channels;
    private final int elements;
    private final float[] packed;

    /** @param w [filters][channels][3][3] */
    WinogradFilters(WinogradMatrices matrices, float[] w, int filters, int channels) {
        this.count = filters;
        this.channels = channels;
        elements = matrices.elements();
        packed = new float
                [Packing.LEAD
                        + Shape.of((long) panels() * unit, elements, channels).size()];
        for (int panel = 0; panel < panels(); panel++) {
            pack(matrices, w, panel);
        }
    }

    private void pack(WinogradMatrices matrices, float[] w, int panel) {
        int taps = WinogradMatrices.KERNEL * WinogradMatrices.KERNEL;
        double[] transformed = new double[elements];
        for (int channel = 0; channel < channels; channel++) {
            for (int j = 0; j < width(panel); j++) {
                matrices.filter(w, ((panel * unit + j) * channels + channel) * taps, transformed);
                for (int e = 0; e < elements; e++) {
                    packed[at(panel, e, channel) + j] = (float) transformed[e];
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

    /** The operand of an element of a panel, from {@code channel} on. */
    MicroKernel.Panels panel(int panel, int element, int channel) {
        return new MicroKernel.Panels(packed, at(panel, element, channel), 0, 1, columns(panel));
    }

    /**
     * Where the filters begin that are read after those of an element of a panel: right behind them, and after the last
     * ones of all, those again. None are read beyond the end from there on.
     */
    int next(int panel, int element) {
        int at = at(panel, element, 0);
        int length = channels * columns(panel);
        return at + 2 * length <= packed.length ? at + length : at;
    }

    private int at(int panel, int element, int channel) {
        return Packing.LEAD + panel * unit * elements * channels + (element * channels + channel) * columns(panel);
    }

    /** Elements of all of them. */
    int size() {
        return packed.length;
    }
}
