package dev.lathe.backend.cpu;

import dev.lathe.backend.cpu.MicroKernel.Rows;
import dev.lathe.op.Epilogue;

/** The sums of {@link DirectFilters} over windows, what becomes of them and where that goes. */
record DirectSums(DirectFilters filters, Epilogue epilogue, Place place) {
    private static final int UNIT = MicroKernels.COLUMNS;

    /**
     * The sums of {@code count} windows and the filters of panels {@code panel..end}: [panel][window][filter].
     *
     * @param first number of the first window among those that are there
     * @param begin where the sums begin
     */
    record Strip(int first, int count, int panel, int end, int begin) {
        /** A strip from the first window on, whose sums have an array for themselves. */
        static Strip of(int count, int panel, int end) {
            return new Strip(0, count, panel, end, Packing.LEAD);
        }

        /** Where the sums of a panel begin. */
        int at(int of) {
            return begin + (of - panel) * step();
        }

        /** The same windows and filters, whose sums begin {@code by} further. */
        Strip moved(int by) {
            return new Strip(first, count, panel, end, begin + by);
        }

        /** Elements of all sums. */
        int length() {
            return (end - panel) * step();
        }

        /** From a panel to the next: a line of the cache more than there is, so that they do not share a set of it. */
        int step() {
            return (Packing.roundUp(count, MicroKernels.ROWS) + 1) * UNIT;
        }

        /** An array for all sums, which lie on its lines of the cache: passes take them up again and again. */
        float[] array(Scratch mine) {
            return mine.floats(0, Packing.alignedLength(length()));
        }
    }

    /**
     * Writes the sums of a strip.
     *
     * @param rows where its windows begin
     * @param w as {@link DirectFilters#pack} gives them
     * @param far whether the filters are to be brought near first
     */
    void multiply(Rows rows, Strip strip, float[] w, boolean far, float[] sums) {
        int end;
        for (int panel = strip.panel; panel < strip.end; panel = end) {
            end = filters.blockEnd(panel, strip.end);
            multiply(rows, strip, panel, end, w, far, sums);
        }
    }

    /** Panels {@code panel..end}, which belong to one group. */
    void multiply(Rows rows, Strip strip, int panel, int end, float[] w, boolean far, float[] sums) {
        boolean accumulate = false;
        for (DirectFilters.Pass pass : filters.passes()) {
            for (int p = panel; far && p < end; p++) {
                MicroKernel.Panels right = filters.panels(w, p, p + 1, pass.term());
                // in the line between the sums of this panel and the next
                sums[strip.at(p + 1) - 1] = Prefetch.read(w, right.at(), pass.terms() * right.width());
            }
            MicroKernels.BEST.multiply(
                    rows,
                    strip.first,
                    strip.count,
                    filters.groupOffset(panel) + pass.offset(),
                    pass.terms(),
                    filters.panels(w, panel, end, pass.term()),
                    sums,
                    strip.at(panel),
                    strip.step(),
                    accumulate);
            accumulate = true;
        }
    }

    /**
     * Turns sums into results. Panels that lie side by side are finished together: rows are long then.
     *
     * @param position the first position to finish, of those of the strip
     * @param y results: filter f of that position goes to {@code y[to + f]}, the next position lies a pitch further
     */
    void finish(float[] sums, Strip strip, int position, int count, ChannelLoops.Finish finish, float[] y, int to) {
        int end;
        for (int panel = strip.panel; panel < strip.end; panel = end) {
            int columns = filters.columns(panel);
            int width = filters.width(panel);
            for (end = panel + 1; end < strip.end && filters.continues(end); end++) {
                width += filters.width(end);
            }
            int filter = filters.first(panel);
            int from = strip.at(panel) + position * columns;
            Positions positions = Positions.line(count, columns, place.pitch());
            MicroKernels.CHANNELS.finish(sums, from, strip.step(), positions, y, to + filter, filter, width, finish);
            Epilogues.activate(epilogue, y, to + filter, count, place.pitch(), width);
        }
    }
}
