package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Traits;
import java.util.List;
import java.util.Map;

/**
 * {@link Correlation} of few images of one position each as {@code matrix/gemv_group}, for GPUs: every weight is read
 * once, as it lies, by all groups at once.
 */
final class GemvGroup {
    /** More images are better off with tiles, which read a weight once for all of them, too. */
    static final int MOST_COLUMNS = 8;

    private static final int GROUP = 128;
    private static final int ROWS = 4;
    private static final int QUAD = 4;

    private GemvGroup() {}

    static boolean accepts(Correlation sum, Traits device) {
        return !device.cpu()
                && Gemv.isOfVectors(sum)
                && sum.images() <= MOST_COLUMNS
                && sum.rows().row() == sum.depth()
                && sum.depth() % QUAD == 0
                && device.maxGroup() >= GROUP
                && (long) ROWS * columns(sum) * (GROUP + 1) * Float.BYTES <= device.localBytes();
    }

    /** Few kernels for all numbers of images: those that there are not cost next to nothing. */
    private static int columns(Correlation sum) {
        return sum.images() == 1 ? 1 : MOST_COLUMNS;
    }

    static void draft(Correlation sum, Draft draft) {
        Arg bias = sum.bias() == null ? Draft.read(sum.w()) : Draft.read(sum.bias());
        long groups = Math.ceilDiv(sum.filters(), ROWS);
        draft.add(Launch.of("matrix/gemv_group", Grid.groups(List.of(groups, 1L, 1L), List.of(GROUP, 1, 1)))
                .define(Map.of("GROUP", GROUP, "ROWS", ROWS, "COLUMNS", columns(sum)))
                .define("BIAS", sum.bias() == null ? 0 : 1)
                .define(ActivationDefines.of(sum.activation()))
                .with(List.of(Draft.read(sum.x()), Draft.read(sum.w()), bias, sum.y()))
                .ints(sum.filters(), sum.depth(), sum.images()));
    }
}
