package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import java.util.List;
import java.util.Map;

/** {@link Correlation} as {@code conv/conv_strips}: register tiles of wide vectors, for devices that are CPUs. */
final class ConvStrips {
    private static final int LONGEST = Integer.MAX_VALUE;

    private ConvStrips() {}

    /** Whether all positions fit the kernel's integers. */
    static boolean accepts(Correlation sum) {
        return strips(sum).floats((double) sum.images() * sum.groups() * sum.channels()) < LONGEST;
    }

    private static Strips strips(Correlation sum) {
        return sum.isProduct() ? Strips.none(sum.outputs()) : Strips.of(sum.geometry());
    }

    static void draft(Correlation sum, Call call, Draft draft) {
        Strips strips = strips(sum);
        int width = call.device().vectorWidth();
        RegisterTile tile = RegisterTile.of(sum, strips, call);
        Arg xs = sum.x();
        if (!sum.isProduct()) {
            int planes = sum.images() * sum.groups() * sum.channels();
            xs = draft.scratch((long) planes * strips.channelPitch());
            if (planes > 0) {
                draft.add(strips.launch(sum.x(), xs, planes, width));
            }
        }
        Arg packed = new PackFilters(tile.filters(), 1, false).draft(sum, call, draft);
        draft.add(launch(sum, strips, tile, width)
                .with(List.of(Draft.read(xs), Draft.read(packed)))
                .with(sum.addends())
                .table(strips.taps())
                .with(List.of(sum.y()))
                .struct(fields(sum, strips, tile.band())));
    }

    private static Launch launch(Correlation sum, Strips strips, RegisterTile tile, int width) {
        long tiles = Math.ceilDiv(strips.positions(), tile.vectors() * width);
        long blocks = Math.ceilDiv(sum.filters(), tile.filters());
        Grid grid = Grid.single(tiles * blocks, 1, (long) sum.images() * sum.groups());
        return Launch.of("conv/conv_strips", grid)
                .define(Map.of("VW", width, "FILTERS", tile.filters(), "VECTORS", tile.vectors()))
                .define(sum.epilogue());
    }

    /** The fields of {@code Conv} in the kernels over strips. */
    static int[] fields(Correlation sum, Strips strips, int band) {
        int size = sum.images() * sum.groups() * sum.channels() * strips.channelPitch();
        int[] rows = strips.rows();
        return new int[] {
            size,
            sum.channels(),
            strips.channelPitch(),
            sum.taps(),
            sum.filters(),
            sum.groups(),
            strips.positions(),
            band,
            rows[0],
            rows[1],
            rows[2],
            rows[3],
            rows[4]
        };
    }
}
