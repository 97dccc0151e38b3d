package dev.lathe.demo.fashion;

import dev.lathe.compress.job.CompressionConfig;
import dev.lathe.compress.job.ConfigReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One step of compression.
 *
 * @param file what its result is called
 * @param options the same on a command line
 */
record Step(String name, String file, String options, CompressionConfig config) {
    /** Training images that thinner layers are fitted to. */
    static final int IMAGES = 500;

    private static final String RANKS = "macs:2";
    private static final String DENSITY = "density:0.5";
    private static final int BITS = 5;

    /** In this order; each works on what the one before gave. */
    static final List<Step> ALL = List.of(
            new Step(
                    "thinner layers",
                    "thin.lathe",
                    "--ranks " + RANKS + " --data-aware --data TRAINING --limit " + IMAGES
                            + " --mean 0.286 --std 0.353",
                    ConfigReader.empty()
                            .set("low-rank", "ranks", RANKS)
                            .set("low-rank", "data-aware", true)
                            .config()),
            new Step(
                    "half of the weights zero",
                    "pruned.lathe",
                    "--prune " + DENSITY,
                    ConfigReader.empty().set("prune", "rule", DENSITY).config()),
            new Step(
                    "shared values",
                    "shared.lathe",
                    "--bits " + BITS + "," + BITS,
                    ConfigReader.empty()
                            .set("share", "bits", Map.of("conv", BITS, "fc", BITS))
                            .config()));

    /** Whether it needs training images. */
    boolean looks() {
        return config.lowRank() != null;
    }

    /** As a user types it. */
    String command(Path from) {
        return "./lathe compress " + from.getFileName() + " -o " + file + " " + options;
    }
}
