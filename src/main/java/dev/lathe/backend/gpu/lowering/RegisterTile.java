package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.tune.TunedKernel;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The results that one work-item of {@code conv/conv_strips} keeps in registers.
 *
 * @param filters rows of the tile
 * @param vectors columns of the tile, in vectors
 * @param band tiles along the positions that all filters go through before the next ones
 */
record RegisterTile(int filters, int vectors, int band) {
    /** @param efficiency share of the best tile's speed, where no result is computed in vain */
    private record Form(int filters, int vectors, double efficiency) {}

    /** For 32 registers, which CPUs with vectors of 16 floats have; measured, the last one estimated. */
    private static final List<Form> WIDE = List.of(
            new Form(8, 3, 1),
            new Form(12, 2, 0.97),
            new Form(6, 4, 0.98),
            new Form(8, 2, 0.94),
            new Form(4, 4, 0.87),
            new Form(2, 6, 0.6));

    /** For 16 registers; estimated. */
    private static final List<Form> NARROW =
            List.of(new Form(6, 2, 1), new Form(4, 3, 0.98), new Form(4, 2, 0.9), new Form(2, 4, 0.8));

    /** Every form is one more program to compile: the first one has to be this much worse. */
    private static final double PREFERENCE = 0.98;

    private static final int WIDE_VECTOR = 16;

    /** Floats of an image that stay in a core's cache beside the weights. */
    private static final int CACHED_FLOATS = 1 << 18;

    private static final int MOST_FILTERS = 24;
    private static final int MOST_VECTORS = 8;
    private static final int MOST_REGISTERS = 48;

    static RegisterTile of(Correlation sum, Strips strips, Call call) {
        int width = call.device().vectorWidth();
        return Tunables.tuned(TunedKernel.CONV_STRIPS, sum, call)
                .map(tuned -> of(tuned, strips, width))
                .orElseGet(() -> ruled(sum, strips, width));
    }

    private static RegisterTile of(Map<String, Integer> tuned, Strips strips, int width) {
        int vectors = tuned.get("VECTORS");
        int tiles = tiles(strips, vectors, width);
        int band = tuned.get("BAND");
        return new RegisterTile(tuned.get("FILTERS"), vectors, band == 0 ? tiles : Math.min(band, tiles));
    }

    /** Why the kernel's header forbids {@code defines}; empty if it does not. */
    static String complaint(Map<String, Integer> defines) {
        int filters = defines.get("FILTERS");
        int vectors = defines.get("VECTORS");
        boolean right = filters >= 1
                && filters <= MOST_FILTERS
                && vectors >= 1
                && vectors <= MOST_VECTORS
                && filters * vectors <= MOST_REGISTERS
                && defines.get("BAND") >= 0;
        return right
                ? ""
                : "FILTERS must be 1 to " + MOST_FILTERS + ", VECTORS 1 to " + MOST_VECTORS + ", their product at most "
                        + MOST_REGISTERS + ", BAND not negative";
    }

    /** Values of {@code FILTERS}, {@code VECTORS} and {@code BAND} (0: all tiles) worth trying. */
    static Stream<Map<String, Integer>> candidates(int width) {
        return forms(width).stream().flatMap(form -> Stream.of(0, 1)
                .map(band -> Map.of("FILTERS", form.filters, "VECTORS", form.vectors, "BAND", band)));
    }

    private static List<Form> forms(int width) {
        return width == WIDE_VECTOR ? WIDE : NARROW;
    }

    private static RegisterTile ruled(Correlation sum, Strips strips, int width) {
        List<Form> forms = forms(width);
        Form best = forms.stream()
                .min(Comparator.comparingDouble(
                        form -> (form == forms.get(0) ? PREFERENCE : 1) * cost(form, sum, strips, width)))
                .orElseThrow();
        long image = (long) sum.channels() * strips.channelPitch();
        boolean imageStays = image <= CACHED_FLOATS && image < (long) sum.filters() * sum.depth();
        return new RegisterTile(best.filters, best.vectors, imageStays ? tiles(strips, best.vectors, width) : 1);
    }

    /** What is computed, results in vain included, in units of the best tile's speed. */
    private static double cost(Form form, Correlation sum, Strips strips, int width) {
        double rows = Math.ceilDiv(sum.filters(), form.filters) * (double) form.filters;
        return rows * tiles(strips, form.vectors, width) * form.vectors / form.efficiency;
    }

    private static int tiles(Strips strips, int vectors, int width) {
        return Math.ceilDiv(strips.positions(), vectors * width);
    }
}
