package dev.lathe.backend.cpu;

import dev.lathe.op.Geometry;
import dev.lathe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The filters of {@link DirectConv} as right operands: panels of a register tile's columns, each [ky][kx][channel]
 * [filter]; a panel belongs to one group. And the order in which their terms are summed: passes, of which a panel's
 * part stays in the nearer caches: 64 KiB with vectors of 512 bits.
 */
final class DirectFilters {
    /** Most terms of a pass, unless a single run is longer. ResNet-50 with half as many took 2.5 % more time. */
    private static final int MAX_TERMS = 512;

    /**
     * Terms that are summed in one go.
     *
     * @param offset where their first run begins, from the beginning of a window
     * @param term number of the first of them
     */
    record Pass(int offset, MicroKernel.Runs runs, int term) {}

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
        if (width == 1 || column == channels) {
            addPasses(0, height, line, width * channels);
        } else {
            for (int ky = 0; ky < height; ky++) {
                addPasses(ky * line, width, column, channels);
            }
        }
    }

    private void addPasses(int offset, int runs, int step, int length) {
        int perPass = Math.clamp(MAX_TERMS / length, 1, runs);
        for (int run = 0; run < runs; run += perPass) {
            int some = Math.min(perPass, runs - run);
            int piece = Packing.terms(length, MAX_TERMS);
            for (int k = 0; k < length; k += piece) {
                MicroKernel.Runs part = new MicroKernel.Runs(some, step, Math.min(piece, length - k));
                Pass last = passes.isEmpty() ? null : passes.getLast();
                int term = last == null ? 0 : last.term + last.runs.terms();
                passes.add(new Pass(offset + run * step + k, part, term));
            }
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

    /** Where a panel begins in what {@link #pack} gives. */
    int at(int panel) {
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
