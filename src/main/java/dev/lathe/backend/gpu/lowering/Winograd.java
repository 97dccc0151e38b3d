package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.op.Geometry;
import dev.lathe.tune.TunedKernel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@link Correlation} with a 3x3 window of stride 1 by Winograd's minimal filtering F(out x out, 3x3): images and
 * filters are transformed, multiplied as (out + 2)^2 products of matrices, and the products transformed back (Lavin and
 * Gray, 2015, section 4).
 *
 * @param out results of a tile along one axis: 2 or 4
 */
record Winograd(int out) {
    private static final String TILE_OUT = "TILE_OUT";
    private static final int KERNEL = 3;
    private static final int INPUT_VECTORS = 4;
    private static final int LARGE_TILE = 4;
    private static final int LARGE_TILE_CHANNELS = 128;
    private static final int LARGE_TILE_EXTENT = 28;
    private static final int SMALL_TILE = 2;
    private static final int SMALL_TILE_CHANNELS = 256;
    private static final int SMALL_TILE_EXTENT = 12;

    /** What has to be saved for the predicted time to be believed. */
    private static final double MARGIN = 1.1;

    private int in() {
        return out + KERNEL - 1;
    }

    /** Whether the formulas are for such a window. */
    static boolean accepts(Correlation sum) {
        Geometry g = sum.geometry();
        return sum.groups() == 1
                && Arrays.equals(g.kernel(), new int[] {1, KERNEL, KERNEL})
                && Arrays.equals(g.stride(), new int[] {1, 1, 1})
                && Arrays.equals(g.dilation(), new int[] {1, 1, 1})
                && g.in()[0] == 1
                && g.out()[0] == 1
                && sum.rows().column() == 1
                && sum.rows().row() == sum.depth();
    }

    /** The tile that pays for {@code sum}, if one does; {@code TILE_OUT} 0 in the tuning stands for none. */
    static Optional<Winograd> worthwhile(Correlation sum, Call call) {
        if (!accepts(sum)) {
            return Optional.empty();
        }
        int best = Tunables.tuned(TunedKernel.WINOGRAD, sum, call)
                .map(defines -> defines.get(TILE_OUT))
                .orElseGet(() -> rule(sum, call));
        return Optional.of(new Winograd(best)).filter(winograd -> best != 0 && winograd.fits(sum, call));
    }

    /** Values of {@code TILE_OUT} worth trying. */
    static List<Map<String, Integer>> candidates() {
        return Stream.of(0, SMALL_TILE, LARGE_TILE)
                .map(out -> Map.of(TILE_OUT, out))
                .toList();
    }

    /** Why there are no formulas for {@code defines}; empty if there are. */
    static String complaint(Map<String, Integer> defines) {
        return candidates().contains(defines) ? "" : TILE_OUT + " must be 0, " + SMALL_TILE + " or " + LARGE_TILE;
    }

    private static int rule(Correlation sum, Call call) {
        return call.device().cpu() ? ruleOfCpus(sum) : ruleOfGpus(sum, call);
    }

    /**
     * The transforms cost as much as they save unless each is used by many filters and channels, and small images leave
     * large tiles half empty. Thresholds measured with vectors of 16 floats.
     */
    private static int ruleOfCpus(Correlation sum) {
        int[] out = sum.geometry().out();
        int extent = Math.min(out[1], out[2]);
        int width = Math.min(sum.channels(), sum.filters());
        if (width >= LARGE_TILE_CHANNELS && extent >= LARGE_TILE_EXTENT) {
            return LARGE_TILE;
        }
        return width >= SMALL_TILE_CHANNELS && extent >= SMALL_TILE_EXTENT ? SMALL_TILE : 0;
    }

    /** By arithmetic: multiply-adds saved against bytes that the transforms move. */
    private static int ruleOfGpus(Correlation sum, Call call) {
        if (!ConvTiled.accepts(sum, call)) {
            return 0;
        }
        double direct = ConvTiled.effort(sum, call.device()) / MARGIN;
        return Stream.of(LARGE_TILE, SMALL_TILE)
                .map(Winograd::new)
                .filter(winograd -> winograd.effort(sum, call) < direct)
                .min(Comparator.comparingDouble(winograd -> winograd.effort(sum, call)))
                .map(Winograd::out)
                .orElse(0);
    }

    /**
     * In the unit of {@link LocalTile#effort}. Images and products are written once and read once more than directly,
     * by two more launches.
     */
    double effort(Correlation sum, Call call) {
        Arg none = sum.x();
        double floats = (double) in() * in() * tiles(sum) * sum.images() * (sum.channels() + sum.filters());
        double bytes = 2 * Float.BYTES * floats;
        return ConvTiled.effort(middle(sum, none, none, none), call.device())
                + 2 * GpuCosts.LAUNCH
                + GpuCosts.moving(bytes, call.device().computeUnits());
    }

    /** Whether what is transformed leaves room for other values: without Winograd's method it would not be there. */
    private boolean fits(Correlation sum, Call call) {
        double floats = (double) in() * in() * sum.images() * tiles(sum) * (sum.channels() + sum.filters());
        return floats < Integer.MAX_VALUE && call.device().spares(floats);
    }

    private int tilesAlong(Correlation sum, int axis) {
        return Math.ceilDiv(sum.geometry().out()[axis], out);
    }

    private int tiles(Correlation sum) {
        return tilesAlong(sum, 1) * tilesAlong(sum, 2);
    }

    void draft(Correlation sum, Call call, Draft draft) {
        long products = (long) in() * in();
        Arg images = draft.scratch(products * sum.images() * sum.channels() * tiles(sum));
        WinogradTiles tiles = new WinogradTiles(out, tilesAlong(sum, 1), tilesAlong(sum, 2));
        if (call.device().cpu()) {
            input(sum, images, call, draft);
        } else {
            tiles.cut(sum, images, call, draft);
        }
        Arg filters = draft.scratch(products * sum.filters() * sum.channels());
        int pairs = sum.filters() * sum.channels();
        draft.add(Launch.of("winograd/winograd_filter", call.cover(pairs))
                .define(TILE_OUT, out)
                .with(List.of(Draft.read(sum.w()), filters))
                .ints(pairs));
        Arg multiplied = draft.scratch(products * sum.images() * sum.filters() * tiles(sum));
        Correlations.draft(middle(sum, images, filters, multiplied), call, draft);
        if (call.device().cpu()) {
            output(sum, multiplied, call, draft);
        } else {
            tiles.join(sum, multiplied, call, draft);
        }
    }

    private Correlation middle(Correlation sum, Arg images, Arg filters, Arg multiplied) {
        return new Correlation(
                sum.images(),
                in() * in(),
                sum.channels(),
                sum.filters(),
                Correlation.onePerPosition(tiles(sum)),
                images,
                filters,
                Correlation.Rows.dense(sum.filters(), sum.channels()),
                null,
                null,
                null,
                multiplied);
    }

    private void input(Correlation sum, Arg images, Call call, Draft draft) {
        int width = call.device().vectorWidth();
        Geometry g = sum.geometry();
        Strips strips = Strips.of(new Geometry(
                g.in(),
                new int[] {1, in(), in()},
                new int[] {1, out, out},
                g.dilation(),
                g.padBegin(),
                g.padEnd(),
                new int[] {1, tilesAlong(sum, 1), tilesAlong(sum, 2)}));
        int planes = sum.images() * sum.channels();
        Arg xs = draft.scratch((long) planes * strips.channelPitch());
        draft.add(strips.launch(sum.x(), xs, planes, width));
        int[] rows = strips.rows();
        long vectors = Math.ceilDiv(strips.positions(), INPUT_VECTORS * width);
        draft.add(Launch.of("winograd/winograd_input", Grid.single(vectors, sum.channels(), sum.images()))
                .define(Map.of("VW", width, "VECTORS", INPUT_VECTORS, TILE_OUT, out))
                .with(List.of(Draft.read(xs), images))
                .struct(
                        planes * strips.channelPitch(),
                        sum.channels(),
                        strips.positions(),
                        rows[0],
                        rows[1],
                        rows[2],
                        rows[3],
                        rows[4]));
    }

    private void output(Correlation sum, Arg multiplied, Call call, Draft draft) {
        int width = call.device().vectorWidth();
        Grid grid = Grid.single(Math.ceilDiv(tiles(sum), width), sum.filters(), sum.images());
        draft.add(Launch.of("winograd/winograd_output", grid)
                .define(Map.of("VW", width, TILE_OUT, out))
                .define(sum.epilogue())
                .with(List.of(Draft.read(multiplied)))
                .with(sum.addends())
                .with(List.of(sum.y()))
                .ints(sum.filters(), sum.geometry().out()[1], sum.geometry().out()[2]));
    }
}
