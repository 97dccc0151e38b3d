package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import java.util.List;
import java.util.Map;

/** {@link Correlation} of single channels as {@code conv/conv_depthwise}, for devices that are CPUs. */
final class ConvDepthwise {
    /** From so many filters on a register tile of filters loads each position less often. */
    private static final int MOST_FILTERS = 4;

    private static final int MOST_VECTORS = 8;

    private ConvDepthwise() {}

    static boolean accepts(Correlation sum) {
        return sum.channels() == 1 && sum.filters() < MOST_FILTERS && !sum.isProduct() && ConvStrips.accepts(sum);
    }

    static void draft(Correlation sum, Call call, Draft draft) {
        Strips strips = Strips.of(sum.geometry());
        int width = call.device().vectorWidth();
        int planes = sum.images() * sum.groups();
        Arg xs = draft.scratch((long) planes * strips.channelPitch());
        draft.add(strips.launch(sum.x(), xs, planes, width));
        int vectors = Math.clamp(Math.ceilDiv(strips.positions(), width), 1, MOST_VECTORS);
        vectors = Integer.highestOneBit(vectors);
        long tiles = Math.ceilDiv(strips.positions(), vectors * width);
        Grid grid = Grid.single(tiles, (long) sum.groups() * sum.filters(), sum.images());
        draft.add(Launch.of("conv/conv_depthwise", grid)
                .define(Map.of("VW", width, "VECTORS", vectors))
                .define(sum.epilogue())
                .with(List.of(Draft.read(xs), Draft.read(sum.w())))
                .with(sum.addends())
                .table(strips.taps())
                .with(List.of(sum.y()))
                .struct(ConvStrips.fields(sum, strips, 0)));
    }
}
