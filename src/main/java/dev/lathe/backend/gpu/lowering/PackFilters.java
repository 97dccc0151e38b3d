package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import java.util.List;

/**
 * The weights of a {@link Correlation} in the order in which a kernel with tiles of filters reads them, as
 * {@code conv/pack_filters} makes it.
 *
 * @param filters of a block
 * @param step zeros are added until it divides the terms of a block
 * @param channelsInside whether all channels of a tap are neighbours; otherwise all taps of a channel are
 */
record PackFilters(int filters, int step, boolean channelsInside) {
    /** Packs the weights of {@code sum}; where there are none, there is no launch. */
    Arg draft(Correlation sum, Call call, Draft draft) {
        long blocks = (long) sum.groups() * Math.ceilDiv(sum.filters(), filters);
        int length = Math.ceilDiv(sum.depth(), step) * step;
        Arg packed = draft.scratch(blocks * length * filters);
        if (sum.depth() == 0) {
            return packed;
        }
        Correlation.Rows rows = sum.rows();
        Grid grid = Grid.box(call.device().group(), filters, length, blocks);
        draft.add(Launch.of("conv/pack_filters", grid)
                .define("FILTERS", filters)
                .with(List.of(Draft.read(sum.w()), packed))
                .struct(
                        sum.groups(),
                        sum.filters(),
                        channelsInside ? sum.channels() : sum.depth(),
                        channelsInside ? sum.taps() : 1,
                        length,
                        rows.group(),
                        rows.row(),
                        rows.column()));
        return packed;
    }
}
