package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import java.util.List;
import java.util.Map;

/**
 * {@link Correlation} of few images of one position each as {@code matrix/gemv}, for devices that are CPUs: every
 * weight is read once, as it lies.
 */
final class Gemv {
    static final int MOST_COLUMNS = 4;
    private static final int ROWS = 4;

    private Gemv() {}

    static boolean accepts(Correlation sum) {
        return isOfVectors(sum) && sum.images() <= MOST_COLUMNS;
    }

    /** Whether it multiplies one matrix with vectors, each one after the other. */
    static boolean isOfVectors(Correlation sum) {
        return sum.isProduct()
                && sum.outputs() == 1
                && sum.groups() == 1
                && sum.residual() == null
                && sum.rows().column() == 1
                && sum.depth() > 0;
    }

    static void draft(Correlation sum, Call call, Draft draft) {
        Arg bias = sum.bias() == null ? Draft.read(sum.w()) : Draft.read(sum.bias());
        draft.add(Launch.of("matrix/gemv", Grid.single(Math.ceilDiv(sum.filters(), ROWS)))
                .define(Map.of("VW", call.device().vectorWidth(), "ROWS", ROWS, "COLUMNS", sum.images()))
                .define("BIAS", sum.bias() == null ? 0 : 1)
                .define(ActivationDefines.of(sum.activation()))
                .with(List.of(Draft.read(sum.x()), Draft.read(sum.w()), bias, sum.y()))
                .ints(sum.filters(), sum.depth()));
    }
}
