package dev.lathe.backend.cpu;

import dev.lathe.op.Geometry;
import dev.lathe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The filters of {@link DirectConv} as right operands: panels of a register tile's columns, each [ky][kx][channel]
 * [filter]; a panel belongs to one group. And the order in which their terms are summed: passes over what a window sees
 * side by side, of which a panel's part stays in the nearer caches: 64 KiB with vectors of 512 bits.
 */
final class DirectFilters {
    /** Most terms of a pass. ResNet-50 with half as many took 2.5 % more time. */
    private static final int MAX_TERMS = 512;

    /**
     * Neighbours that are summed in one go.
     *
     * @param offset of the first of them from the beginning of a window
     * @param term number of the first of them
     */
    record Pass(int offset, int terms, int term) {}

    private final int unit = MicroKernels.COLUMNS;
    private final int count;
    private final int perGroup;
    private final int panelsPerGroup;
    private final int panels;
    private final int taps;
    private final int channels;
    private final int terms;
    private final List<Pass> passes = new ArrayList<>();

    /**
     * @param w [filters, channels of a group, ...]
     * @param columnStep from a column of the image to the next: its channels
     * @param lineStep from a line of the image to the next
     */
    DirectFilters(Geometry geometry, int groups, Shape w, int columnStep, int lineStep) {
        count = w.dim(0);
        channels = w.dim(1);
        perGroup = count / groups;
        panelsPerGroup = Math.ceilDiv(perGroup, unit);
        panels = groups * panelsPerGroup;
        int height = geometry.kernel()[0];
        int width = geometry.kernel()[1];
        taps = height * width;
        terms = taps * channels;
        int line = geometry.dilation()[0] * lineStep;
        int column = geometry.dilation()[1] * columnStep;
        // neighbouring columns are one run: their channels are neighbours, too
        boolean joined = width == 1 || column == channels;
        for (int ky = 0; ky < height; ky++) {
            for (int kx = 0; kx < (joined ? 1 : width); kx++) {
                addPasses(ky * line + kx * column, joined ? width * channels : channels);
            }
        }
    }

    private void addPasses(int offset, int length) {
        int piece = Packing.terms(length, MAX_TERMS);
        for (int k = 0; k < length; k += piece) {
            Pass last = passes.isEmpty() ? null : passes.getLast();
            int term = last == null ? 0 : last.term + last.terms;
            passes.add(new Pass(offset + k, Math.min(piece, length - k), term));
        }
    }

    int count() {
        return count;
    }

    int panels() {
        return panels;
    }

    List<Pass> passes() {
        return passes;
    }

    private int group(int panel) {
        return panel / panelsPerGroup;
    }

    /** The end of the panels that are multiplied together with {@code panel}: of one group, and equally wide. */
    int blockEnd(int panel, int end) {
        int most = Math.min(end, panel + Packing.together(Math.min(MAX_TERMS, terms)));
        int next = panel + 1;
        while (next < most && group(next) == group(panel) && columns(next) == columns(panel)) {
            next++;
        }
        return next;
    }

    /** Where in a window the channels of a panel's group begin. */
    int groupOffset(int panel) {
        return group(panel) * channels;
    }

    /** The first filter of a panel. */
    int first(int panel) {
        return group(panel) * perGroup + panel % panelsPerGroup * unit;
    }

    /** Filters of a panel. */
    int width(int panel) {
        return Math.min(unit, perGroup - panel % panelsPerGroup * unit);
    }

    /** Columns of a packed panel: those of a register tile or, for few filters, half as many. */
    int columns(int panel) {
        return width(panel) > unit / 2 ? unit : unit / 2;
    }

    /** Panels {@code panel..end} of what {@link #pack} gives, all equally wide, from a term on. */
    MicroKernel.Panels panels(float[] packed, int panel, int end, int term) {
        return new MicroKernel.Panels(packed, at(panel, term), unit * terms, end - panel, columns(panel));
    }

    /** Where a panel lies in what {@link #pack} gives, from a term on. */
    int at(int panel, int term) {
        return at(panel) + term * columns(panel);
    }

    /** Whether the filters of a panel are the next ones after those of a whole panel, in as many columns. */
    boolean continues(int panel) {
        return width(panel - 1) == unit && columns(panel) == unit;
    }

    /** Where a panel begins in what {@link #pack} gives. */
    private int at(int panel) {
        return Packing.LEAD + panel * unit * terms;
    }

    /** @param w [filter][channel][ky][kx] */
    float[] pack(float[] w) {
        float[] packed =
                new float[Packing.LEAD + Shape.of((long) panels * unit, terms).size()];
        for (int panel = 0; panel < panels; panel++) {
            int columns = columns(panel);
            for (int j = 0; j < width(panel); j++) {
                int from = (first(panel) + j) * terms;
                for (int tap = 0; tap < taps; tap++) {
                    int to = at(panel) + tap * channels * columns + j;
                    for (int channel = 0; channel < channels; channel++) {
                        packed[to + channel * columns] = w[from + channel * taps + tap];
                    }
                }
            }
        }
        return packed;
    }
}
