package dev.lathe.compress;

import dev.lathe.compress.LayerReport.Times;
import dev.lathe.compress.lowrank.Ranks;
import org.jspecify.annotations.Nullable;

/**
 * What low rank does to a layer.
 *
 * @param ranks null for a layer that stays whole
 * @param reason why
 * @param spectra null where none were looked at
 * @param times null where none were taken
 */
record Decision(
        Layer layer,
        RankSpace space,
        @Nullable Ranks ranks,
        String reason,
        @Nullable LayerSpectra spectra,
        @Nullable Times times) {
    Decision whole(String why) {
        return new Decision(layer, space, null, why, spectra, times);
    }

    /** This one, if it thins, with the remark that images do not count: their moments would be too large. */
    Decision byWeights(int columns) {
        String remark = "%s; factors by weights, as moments of %,d inputs are too large".formatted(reason, columns);
        return ranks == null ? this : new Decision(layer, space, ranks, remark, spectra, times);
    }

    Decision timed(Times measured) {
        return new Decision(layer, space, ranks, reason, spectra, measured);
    }
}
