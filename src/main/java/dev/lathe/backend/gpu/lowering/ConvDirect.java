package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Launch;
import java.util.List;

/** {@link Correlation} as {@code conv/conv_direct}: one work-item for each result, for GPUs. */
final class ConvDirect {
    /** From so many filters in a group on, a tile of {@link ConvTiled} pays even if most of it is empty. */
    private static final int MOST_FILTERS = 8;

    private ConvDirect() {}

    static boolean accepts(Correlation sum) {
        return sum.groups() > 1
                && sum.filters() < MOST_FILTERS
                && sum.rows().column() == 1
                && sum.rows().row() == sum.depth();
    }

    static void draft(Correlation sum, Call call, Draft draft) {
        int results = sum.images() * sum.groups() * sum.filters() * sum.outputs();
        draft.add(Launch.of("conv/conv_direct", call.cover(results))
                .define(sum.epilogue())
                .with(List.of(Draft.read(sum.x()), Draft.read(sum.w())))
                .with(sum.addends())
                .with(List.of(sum.y()))
                .struct(ConvTiled.fields(sum))
                .ints(results));
    }
}
