package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.op.Conv;
import dev.lathe.op.Geometry;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The three convolutions of Tucker's decomposition as {@code conv/conv_tucker}: one launch, and what lies between them
 * stays in local memory.
 *
 * @param reduce 1x1
 * @param core any window over what {@code reduce} gives
 * @param restore 1x1 over what {@code core} gives
 */
record TuckerChain(Correlation reduce, Correlation core, Correlation restore) {
    private static final String ENTRY = "conv_tucker";

    /** What a {@link dev.lathe.tune.Tuning} says of the core: 0 for three launches, 1 for one wherever it fits. */
    private static final String JOINED = "JOINED";

    /** What has to be saved for the predicted time to be believed. */
    private static final double MARGIN = 1.1;

    private static final long MOST_ELEMENTS = 1L << 30;
    private static final long MOST_GROUPS = Integer.MAX_VALUE / TuckerTile.THREADS;

    /**
     * Refuses what is no such chain, or would not run faster.
     *
     * @param ops three
     * @param calls of each; operands are numbered through all of them
     */
    static Lowered lower(List<Conv> ops, List<Call> calls) {
        int second = calls.get(0).operands().count();
        int third = second + calls.get(1).operands().count();
        TuckerChain chain = new TuckerChain(
                Convolutions.sum(ops.get(0), calls.get(0), 0),
                Convolutions.sum(ops.get(1), calls.get(1), second),
                Convolutions.sum(ops.get(2), calls.get(2), third));
        Call call = calls.get(2);
        if (!chain.isOne()) {
            return new Lowered.Refused(
                    "these are not a 1x1 convolution, one over two axes, and another 1x1 convolution");
        }
        if (!fits(call.device())) {
            return new Lowered.Refused("the device is a CPU, or has too small groups or too little local memory");
        }
        return TuckerTile.best(chain, call.device())
                .filter(tile -> tile.groups() <= MOST_GROUPS && chain.isWanted(tile, calls))
                .map(tile -> chain.lowered(tile, call))
                .orElseGet(() -> new Lowered.Refused("three launches are faster"));
    }

    private static boolean fits(Traits device) {
        return !device.cpu()
                && device.maxGroup() >= TuckerTile.THREADS
                && device.localBytes() >= TuckerTile.LOCAL_BYTES;
    }

    Correlation part(int index) {
        return List.of(reduce, core, restore).get(index);
    }

    private Stream<Correlation> parts() {
        return Stream.of(reduce, core, restore);
    }

    private boolean isOne() {
        Geometry g = core.geometry();
        boolean counted = parts().allMatch(part -> part.groups() == 1
                && part.depth() > 0
                && (double) part.channels()
                                * Correlation.product(part.geometry().in())
                        < MOST_ELEMENTS
                && (double) part.filters() * part.outputs() < MOST_ELEMENTS);
        boolean planar = g.in()[0] == 1 && g.kernel()[0] == 1 && g.out()[0] == 1;
        boolean bare = Stream.of(reduce, core).allMatch(part -> part.residual() == null && part.activation() == null);
        return counted && planar && bare && reduce.isProduct() && restore.isProduct();
    }

    private boolean isWanted(TuckerTile tile, List<Call> calls) {
        return calls.get(1)
                .tuning()
                .defines(ENTRY, core.problem())
                .map(defines -> defines.get(JOINED) != 0)
                .orElseGet(() -> pays(tile, calls));
    }

    /** By arithmetic alone: what lies between is written and read once less, and there are two launches less. */
    private boolean pays(TuckerTile tile, List<Call> calls) {
        int units = calls.get(2).device().computeUnits();
        double floats = (double) core.images()
                * ((double) reduce.filters() * reduce.outputs() + (double) core.filters() * core.outputs());
        double apart = GpuCosts.moving(2 * Float.BYTES * floats, units) + 2 * GpuCosts.LAUNCH;
        for (int part = 0; part < TuckerTile.PARTS; part++) {
            apart += Correlations.effort(part(part), calls.get(part));
        }
        return tile.effort(calls.get(2).device()) * MARGIN < apart;
    }

    private Lowered lowered(TuckerTile tile, Call call) {
        Draft draft = new Draft();
        PackFilters packing = new PackFilters(TuckerTile.ROWS, 1, true);
        List<Arg> packed = parts().map(part -> packing.draft(part, call, draft)).toList();
        Launch launch = Launch.of("conv/" + ENTRY, Grid.groups(List.of(tile.groups()), List.of(TuckerTile.THREADS)))
                .define(restore.epilogue())
                .define("A_BIAS", reduce.bias() == null ? 0 : 1)
                .define("B_BIAS", core.bias() == null ? 0 : 1)
                .with(List.of(Draft.read(reduce.x())));
        for (int part = 0; part < TuckerTile.PARTS; part++) {
            launch = launch.with(
                    List.of(Draft.read(packed.get(part)), part(part).addends().getFirst()));
        }
        draft.add(launch.with(List.of(restore.addends().getLast(), restore.y())).struct(fields(tile)));
        return draft.lowered();
    }

    /** The fields of {@code Tucker}. */
    private int[] fields(TuckerTile tile) {
        Geometry g = core.geometry();
        int[] channels = {reduce.channels(), reduce.filters(), core.filters(), restore.filters()};
        int[] shares = {tile.down(), tile.across(), tile.logTerms(0), tile.logTerms(1), tile.logTerms(2), tile.blocks(2)
        };
        Stream<int[]> window = Stream.of(g.in(), g.out(), g.kernel(), g.stride(), g.dilation(), g.padBegin())
                .map(axes -> new int[] {axes[1], axes[2]});
        return Stream.concat(Stream.concat(Stream.of(channels), window), Stream.of(shares))
                .flatMapToInt(Arrays::stream)
                .toArray();
    }
}
