package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.op.Geometry;
import dev.lathe.tune.TunedKernel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@link Correlation} as {@code conv/conv_tiled}: work-group tiles in local memory, for GPUs. */
final class ConvTiled {
    /** What the rule chooses from; the first ones read each element least often. */
    private static final List<LocalTile> RULED = List.of(
            new LocalTile(16, 16, 8, 8, 8),
            new LocalTile(8, 16, 8, 8, 8),
            new LocalTile(8, 8, 8, 8, 8),
            new LocalTile(4, 32, 8, 4, 16),
            new LocalTile(8, 8, 4, 4, 32));

    /** What is tried beside them. */
    private static final List<LocalTile> MORE = List.of(
            new LocalTile(16, 16, 8, 8, 16),
            new LocalTile(16, 16, 8, 4, 16),
            new LocalTile(8, 16, 4, 4, 16),
            new LocalTile(8, 8, 8, 4, 8));

    /** Where elements of one group of an image are counted with an int. */
    private static final long MOST_ELEMENTS = 1L << 30;

    private ConvTiled() {}

    /** How a sum is computed. */
    private record Way(LocalTile tile, AddParts parts) {
        /** In the unit of {@link LocalTile#effort}. */
        double effort(Correlation sum, Traits device) {
            return tile.effort(parts.isWhole() ? sum : parts.cut(sum, sum.y()), device) + parts.effort(sum, device);
        }

        static Stream<Way> all(LocalTile tile, Correlation sum, Traits device) {
            return AddParts.candidates(sum, tile.depth(), device).stream().map(parts -> new Way(tile, parts));
        }
    }

    static boolean accepts(Correlation sum, Call call) {
        return (long) sum.images() * sum.outputs() < MOST_ELEMENTS
                && (double) sum.channels() * Correlation.product(sum.geometry().in()) < MOST_ELEMENTS
                && way(sum, call).isPresent();
    }

    private static Optional<Way> way(Correlation sum, Call call) {
        Traits device = call.device();
        return Tunables.tuned(TunedKernel.CONV_TILED, sum, call)
                .map(LocalTile::of)
                .filter(tile -> tile.fits(device))
                .flatMap(tile -> best(Stream.of(tile), sum, device))
                .or(() -> ruled(sum, device));
    }

    /** Large tiles read less, small ones and many parts leave fewer compute units idle. */
    private static Optional<Way> ruled(Correlation sum, Traits device) {
        return best(RULED.stream().filter(tile -> tile.fits(device)), sum, device);
    }

    private static Optional<Way> best(Stream<LocalTile> tiles, Correlation sum, Traits device) {
        return tiles.flatMap(tile -> Way.all(tile, sum, device))
                .min(Comparator.comparingDouble(way -> way.effort(sum, device)));
    }

    /** That of the busiest compute unit of {@code device}, in the unit of {@link LocalTile#effort}. */
    static double effort(Correlation sum, Traits device) {
        return ruled(sum, device).map(way -> way.effort(sum, device)).orElse(Double.POSITIVE_INFINITY);
    }

    /** Tiles worth trying, as defines. */
    static List<Map<String, Integer>> candidates(Traits device) {
        return Stream.concat(RULED.stream(), MORE.stream())
                .filter(tile -> tile.fits(device))
                .map(LocalTile::defines)
                .toList();
    }

    /** Why the kernel's header forbids {@code defines}; empty if it does not. Limits of devices are another matter. */
    static String complaint(Map<String, Integer> defines) {
        return LocalTile.of(defines).complaint();
    }

    static void draft(Correlation sum, Call call, Draft draft) {
        Way way = way(sum, call).orElseThrow();
        if (way.parts.isWhole()) {
            draft(sum, way.tile, call, draft);
            return;
        }
        Arg sums = way.parts.room(sum, draft);
        draft(way.parts.cut(sum, sums), way.tile, call, draft);
        way.parts.draft(sum, sums, call, draft);
    }

    private static void draft(Correlation sum, LocalTile tile, Call call, Draft draft) {
        long columns = Math.ceilDiv(sum.images() * sum.outputs(), tile.columns());
        long rows = Math.ceilDiv(sum.filters(), tile.rows());
        Grid grid = Grid.groups(List.of(columns, rows, (long) sum.groups()), List.of(tile.groupN(), tile.groupM(), 1));
        Arg packed = new PackFilters(tile.rows(), tile.depth(), true).draft(sum, call, draft);
        draft.add(Launch.of("conv/conv_tiled", grid)
                .define(tile.defines())
                .define(sum.epilogue())
                .with(List.of(Draft.read(sum.x()), Draft.read(packed)))
                .with(sum.addends())
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
