package dev.lathe.compress.job;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to do, as people write it: the fields of a YAML file, with dashes between words. A step whose section is absent
 * is left out; a field that is absent has its default. {@link ConfigReader} reads it, {@link Plans} turns it into
 * plans.
 *
 * @param coder of a {@code .lathe} file: {@code huffman} (default) or {@code adaptive}
 */
public record CompressionConfig(
        @Nullable LowRank lowRank, @Nullable Prune prune, @Nullable Share share, @Nullable String coder) {

    /**
     * Thinner layers.
     *
     * @param ranks a rule of {@link Rules#RANKS}; default {@code vbmf}, or the table if there is one
     * @param table ranks by layer; layers that are not in it stay whole
     * @param multiple default 1
     * @param minimum default 1
     * @param dataAware default false
     * @param sweeps default 100
     * @param tolerance default 1e-4
     * @param include patterns of {@link dev.lathe.compress.Selection}; default all
     * @param exclude patterns; default none
     * @param protect {@code first}, {@code last}; default none
     */
    public record LowRank(
            @Nullable String ranks,
            @Nullable Map<String, TableRanks> table,
            @Nullable Integer multiple,
            @Nullable Integer minimum,
            @Nullable Boolean dataAware,
            @Nullable Integer sweeps,
            @Nullable Double tolerance,
            @Nullable List<String> include,
            @Nullable List<String> exclude,
            @Nullable List<String> protect) {}

    /** R3 and R4 of each group; an absent one is not reduced. */
    public record TableRanks(@Nullable Integer inputs, @Nullable Integer outputs) {}

    /**
     * Weights that go to zero.
     *
     * @param rule one of {@link Rules#PRUNING}
     * @param densities to try in a sensitivity scan
     * @param removeNeurons whether neurons without inputs or outputs go with their links; default true
     */
    public record Prune(
            @Nullable String rule,
            @Nullable List<Double> densities,
            @Nullable Boolean removeNeurons,
            @Nullable List<String> include,
            @Nullable List<String> exclude,
            @Nullable List<String> protect) {}

    /**
     * Weights that share values.
     *
     * @param bits {@code conv} and {@code fc}, defaults 8 and 5, those of Han et al. 2016; {@code bias}, without which
     *     biases stay as they are
     * @param layers bits by pattern of the layer's name
     * @param initialisation {@code linear} (default), {@code density}, {@code forgy}, {@code optimal}
     * @param seed of {@code forgy}; default 1
     */
    public record Share(
            @Nullable Map<String, Integer> bits,
            @Nullable Map<String, Integer> layers,
            @Nullable String initialisation,
            @Nullable Long seed,
            @Nullable List<String> include,
            @Nullable List<String> exclude,
            @Nullable List<String> protect) {}
}
