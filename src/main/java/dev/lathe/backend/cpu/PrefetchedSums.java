package dev.lathe.backend.cpu;

import dev.lathe.backend.cpu.MicroKernel.Panels;
import dev.lathe.backend.cpu.MicroKernel.Rows;
import dev.lathe.backend.cpu.PrefetchKernel.Ask;
import java.util.List;

/**
 * The sums of {@link DirectSums} where filters come from memory and no other thread reads them meanwhile: the first two
 * tiles of positions ask for the filters that follow. Their windows are copied for that, to a {@link PrefetchKernel}'s
 * pitch; other positions are summed where their windows lie.
 */
record PrefetchedSums(DirectSums direct, PrefetchKernel kernel) {
    private static final int UNIT = MicroKernels.COLUMNS;
    private static final int TILES = 2;

    /** Writes the sums of a strip; parameters are those of {@link DirectSums#multiply}. */
    void multiply(Rows rows, DirectSums.Strip strip, float[] w, float[] sums, Scratch mine) {
        DirectFilters filters = direct.filters();
        int end;
        for (int panel = strip.panel(); panel < strip.end(); panel = end) {
            end = filters.blockEnd(panel, strip.end());
            if (filters.columns(panel) == UNIT) {
                multiply(rows, strip, panel, end, w, sums, mine);
            } else {
                direct.multiply(rows, strip, panel, end, w, true, sums);
            }
        }
    }

    private void multiply(
            Rows rows, DirectSums.Strip strip, int panel, int end, float[] w, float[] sums, Scratch mine) {
        DirectFilters filters = direct.filters();
        List<DirectFilters.Pass> passes = filters.passes();
        int some = Math.min(strip.count(), TILES * kernel.rows());
        float[] windows = mine.floats(1, TILES * kernel.rows() * kernel.pitch());
        for (int i = 0; i < passes.size(); i++) {
            DirectFilters.Pass pass = passes.get(i);
            int offset = filters.groupOffset(panel) + pass.offset();
            for (int row = 0; row < some; row++) {
                System.arraycopy(rows.x(), rows.starts()[row] + offset, windows, row * kernel.pitch(), pass.terms());
            }
            for (int p = panel; p < end; p++) {
                Panels right = filters.panels(w, p, p + 1, pass.term());
                Ask ask = new Ask(w, next(w, panel, end, p, i));
                int to = strip.at(p);
                kernel.multiply(windows, 0, some, pass.terms(), w, right.at(), ask, sums, to, i > 0);
                if (strip.count() > some) {
                    int rest = strip.count() - some;
                    int below = to + some * UNIT;
                    MicroKernels.BEST.multiply(rows, some, rest, offset, pass.terms(), right, sums, below, 0, i > 0);
                }
            }
        }
    }

    /** Where the filters begin that are used after those of a panel and a pass; those again if there are too few. */
    private int next(float[] w, int panel, int end, int p, int pass) {
        DirectFilters filters = direct.filters();
        List<DirectFilters.Pass> passes = filters.passes();
        int next;
        if (p + 1 < end) {
            next = filters.at(p + 1, passes.get(pass).term());
        } else if (pass + 1 < passes.size()) {
            next = filters.at(panel, passes.get(pass + 1).term());
        } else {
            next = filters.at(end, 0);
        }
        int length = passes.get(pass).terms() * UNIT;
        return next + length <= w.length ? next : filters.at(p, passes.get(pass).term());
    }
}
