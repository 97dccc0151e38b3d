package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.op.Geometry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@link Correlation} as {@code conv/conv_tiled}: work-group tiles in local memory, for GPUs. */
final class ConvTiled {
    /**
     * Sides of a work-group and of the results of one work-item, along filters (m) and positions (n), and the depth of
     * a step. The kernel's header states what has to divide what.
     */
    private record Tile(int groupM, int groupN, int threadM, int threadN, int depth) {
        private int rows() {
            return groupM * threadM;
        }

        private int columns() {
            return groupN * threadN;
        }

        private boolean fits(Traits device) {
            int floats = depth * (rows() + 1 + columns());
            int taps = 2 * depth * TAP_INTS;
            return groupM * groupN <= device.maxGroup() && (long) Float.BYTES * (floats + taps) <= device.localBytes();
        }

        private Map<String, Integer> defines() {
            return Map.of(
                    "GROUP_M", groupM, "GROUP_N", groupN, "THREAD_M", threadM, "THREAD_N", threadN, "TILE_K", depth);
        }
    }

    private static final int TAP_INTS = 4;

    /** The largest first: it reads each element least often. */
    private static final List<Tile> TILES =
            List.of(new Tile(16, 16, 4, 4, 16), new Tile(8, 16, 4, 4, 16), new Tile(8, 8, 4, 4, 8));

    private ConvTiled() {}

    static boolean accepts(Correlation sum, Traits device) {
        return sum.rows().column() == 1
                && sum.rows().row() == sum.depth()
                && (long) sum.images() * sum.outputs() < Integer.MAX_VALUE / 2
                && tile(sum, device).isPresent();
    }

    /** Few filters want a low tile. */
    private static Optional<Tile> tile(Correlation sum, Traits device) {
        List<Tile> fitting = TILES.stream().filter(tile -> tile.fits(device)).toList();
        return Stream.concat(
                        fitting.stream().filter(tile -> tile.rows() <= Math.max(sum.filters(), 1)),
                        fitting.reversed().stream())
                .findFirst();
    }

    static void draft(Correlation sum, Call call, Draft draft) {
        Tile tile = tile(sum, call.device()).orElseThrow();
        long columns = Math.ceilDiv(sum.images() * sum.outputs(), tile.columns());
        long rows = Math.ceilDiv(sum.filters(), tile.rows());
        Grid grid = Grid.groups(List.of(columns, rows, (long) sum.groups()), List.of(tile.groupN(), tile.groupM(), 1));
        draft.add(Launch.of("conv/conv_tiled", grid)
                .define(tile.defines())
                .define(ConvStrips.epilogue(sum))
                .with(List.of(Draft.read(sum.x()), Draft.read(sum.w())))
                .with(ConvStrips.addends(sum))
                .with(List.of(sum.y()))
                .struct(fields(sum)));
    }

    /** The fields of {@code Conv} in the kernels that read images as they are. */
    static int[] fields(Correlation sum) {
        Geometry g = sum.geometry();
        int[] head = {sum.images(), sum.channels(), sum.filters(), sum.groups()};
        return Stream.of(head, g.in(), g.out(), g.kernel(), g.stride(), g.dilation(), g.padBegin())
                .flatMapToInt(Arrays::stream)
                .toArray();
    }
}
