package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Traits;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A {@link Correlation} whose sums are cut into parts, each of some of the channels, which {@code conv/add_parts} adds
 * up: long sums of few results would leave most of a GPU idle. The parts are the groups of another correlation, so what
 * has groups itself is left whole; that of Winograd's method, which has 16 or 36, was measured to gain nothing.
 *
 * @param parts a power of two; 1 if nothing is cut
 */
record AddParts(int parts) {
    private static final int MOST = 64;

    /** Results, each part's counted, that are still counted with an int. */
    private static final long MOST_SUMS = 1L << 30;

    /** Those that leave each part of {@code sum} whole steps of {@code depth} channels. */
    static List<AddParts> candidates(Correlation sum, int depth, Traits device) {
        return IntStream.iterate(1, parts -> parts <= MOST, parts -> 2 * parts)
                .mapToObj(AddParts::new)
                .filter(each -> each.isWhole() || each.fits(sum, depth, device))
                .toList();
    }

    private boolean fits(Correlation sum, int depth, Traits device) {
        double sums = results(sum) * parts;
        return sum.groups() == 1
                && sum.channels() > 0
                && sum.channels() % (parts * depth) == 0
                && sums < MOST_SUMS
                && device.spares(sums);
    }

    private static double results(Correlation sum) {
        return (double) sum.images() * sum.filters() * sum.outputs();
    }

    boolean isWhole() {
        return parts == 1;
    }

    /** What is computed before anything is added: {@code sums} are its results, y [n, parts, k, p]. */
    Correlation cut(Correlation sum, Arg sums) {
        int channels = sum.channels() / parts;
        Correlation.Rows rows = sum.rows();
        return new Correlation(
                sum.images(),
                parts,
                channels,
                sum.filters(),
                sum.geometry(),
                sum.x(),
                sum.w(),
                new Correlation.Rows(channels * sum.taps() * rows.column(), rows.row(), rows.column()),
                null,
                null,
                null,
                sums);
    }

    /** Room for the sums of all parts. */
    Arg room(Correlation sum, Draft draft) {
        return draft.scratch((long) results(sum) * parts);
    }

    /** Adds up {@code sums}. */
    void draft(Correlation sum, Arg sums, Call call, Draft draft) {
        int all = (int) results(sum);
        draft.add(Launch.of("conv/add_parts", call.cover(all))
                .define(sum.epilogue())
                .with(List.of(Draft.read(sums)))
                .with(sum.addends())
                .with(List.of(sum.y()))
                .ints(all, parts, sum.filters(), sum.outputs()));
    }

    /** What adding costs, in the unit of {@link LocalTile#effort}. */
    double effort(Correlation sum, Traits device) {
        if (isWhole()) {
            return 0;
        }
        double bytes = 2 * Float.BYTES * parts * results(sum);
        return GpuCosts.LAUNCH + GpuCosts.moving(bytes, device.computeUnits());
    }
}
