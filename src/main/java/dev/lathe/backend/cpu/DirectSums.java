package dev.lathe.backend.cpu;

import dev.lathe.backend.cpu.MicroKernel.Rows;
import dev.lathe.op.Epilogue;

/** The sums of {@link DirectFilters} over windows, what becomes of them and where that goes. */
record DirectSums(DirectFilters filters, Epilogue epilogue, Place place) {
    private static final int UNIT = MicroKernels.COLUMNS;

    /**
     * Writes into {@code sums} [position][filter of panels {@code panel..end}], each panel as wide as a tile.
     *
     * @param rows where the windows of positions 0..count-1 begin
     * @param w as {@link DirectFilters#pack} gives them
     */
    void multiply(Rows rows, int count, int panel, int end, float[] w, float[] sums) {
        for (int p = panel; p < end; p++) {
            multiply(rows, count, p, w, sums, (p - panel) * UNIT, (end - panel) * UNIT);
        }
    }

    private void multiply(Rows rows, int count, int panel, float[] w, float[] sums, int sumsAt, int pitch) {
        int columns = filters.columns(panel);
        boolean accumulate = false;
        for (DirectFilters.Pass pass : filters.passes()) {
            int at = filters.at(panel) + pass.term() * columns;
            int offset = filters.groupOffset(panel) + pass.offset();
            MicroKernels.BEST.multiply(
                    rows, 0, count, offset, pass.runs(), columns, w, at, sums, sumsAt, pitch, accumulate);
            accumulate = true;
        }
    }

    /**
     * Turns sums into results. Panels that lie side by side are finished together: rows are long then.
     *
     * @param position the first position to finish, of those in {@code sums}
     * @param y results: filter f of that position goes to {@code y[to + f]}, the next position lies a pitch further
     */
    void finish(
            float[] sums, int position, int count, int panel, int end, ChannelLoops.Finish finish, float[] y, int to) {
        int pitch = (end - panel) * UNIT;
        int next;
        for (int p = panel; p < end; p = next) {
            int width = filters.width(p);
            next = p + 1;
            while (next < end && filters.width(next - 1) == UNIT) {
                width += filters.width(next);
                next++;
            }
            int filter = filters.first(p);
            int from = position * pitch + (p - panel) * UNIT;
            Positions positions = Positions.line(count, pitch, place.pitch());
            MicroKernels.CHANNELS.finish(sums, from, positions, y, to + filter, filter, width, finish);
            Epilogues.activate(epilogue, y, to + filter, count, place.pitch(), width);
        }
    }
}
