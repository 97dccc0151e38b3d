package dev.lathe.compress.job;

import dev.lathe.compress.CompressionPlan;
import dev.lathe.compress.LowRankPlan;
import dev.lathe.compress.PrunePlan;
import dev.lathe.compress.RankRule;
import dev.lathe.compress.RankRule.Kept;
import dev.lathe.compress.Selection;
import dev.lathe.compress.SharePlan;
import dev.lathe.compress.cluster.Initialisation;
import dev.lathe.container.Coder;
import dev.lathe.error.InputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a {@link CompressionConfig} into plans: defaults are filled in, rules read, ranges checked. */
final class Plans {
    /** What Han et al. 2016 lose nothing with. */
    private static final int CONVOLUTION_BITS = 8;

    private static final int MATRIX_BITS = 5;
    private static final int MOST_BITS = 12;
    private static final List<Double> DENSITIES = List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9);
    private static final int SWEEPS = 100;
    private static final double TOLERANCE = 1e-4;

    private Plans() {}

    /**
     * The plan of {@code config}.
     *
     * @throws InputException naming the field that makes no sense
     */
    static CompressionPlan of(CompressionConfig config) {
        CompressionConfig.LowRank lowRank = config.lowRank();
        CompressionConfig.Prune prune = config.prune();
        CompressionConfig.Share share = config.share();
        return new CompressionPlan(
                lowRank == null ? null : lowRank(lowRank),
                prune == null ? null : prune(prune),
                share == null ? null : share(share));
    }

    /** How a container is coded. */
    static Coder coder(CompressionConfig config) {
        return choice("coder", config.coder(), Coder.HUFFMAN);
    }

    private static LowRankPlan lowRank(CompressionConfig.LowRank section) {
        double tolerance = or(section.tolerance(), TOLERANCE);
        if (!(tolerance >= 0)) {
            throw new InputException("low-rank.tolerance is " + tolerance + ", wanted 0 or more");
        }
        return new LowRankPlan(
                ranks(section),
                atLeastOne("low-rank.multiple", section.multiple(), 1),
                atLeastOne("low-rank.minimum", section.minimum(), 1),
                or(section.dataAware(), false),
                atLeastOne("low-rank.sweeps", section.sweeps(), SWEEPS),
                tolerance,
                selection("low-rank", section.include(), section.exclude(), section.protect()));
    }

    private static RankRule ranks(CompressionConfig.LowRank section) {
        if (section.table() == null) {
            return Rules.ranks(or(section.ranks(), "vbmf"));
        }
        if (section.ranks() != null) {
            throw new InputException("low-rank has both ranks and a table, wanted one of them");
        }
        Map<String, Kept> table = new LinkedHashMap<>();
        section.table().forEach((layer, ranks) -> table.put(layer, new Kept(ranks.inputs(), ranks.outputs())));
        return new RankRule.Table(table);
    }

    private static PrunePlan prune(CompressionConfig.Prune section) {
        if (section.rule() == null) {
            throw new InputException("prune.rule is missing, wanted one of " + Rules.PRUNING);
        }
        return new PrunePlan(
                Rules.pruning(section.rule(), or(section.densities(), DENSITIES)),
                or(section.removeNeurons(), true),
                selection("prune", section.include(), section.exclude(), section.protect()));
    }

    private static SharePlan share(CompressionConfig.Share section) {
        Map<String, Integer> bits = or(section.bits(), Map.of());
        if (!Set.of("conv", "fc", "bias").containsAll(bits.keySet())) {
            throw new InputException(
                    "share.bits has " + bits.keySet() + ", wanted conv, fc and bias; layers are share.layers");
        }
        Map<String, Integer> layers = or(section.layers(), Map.of());
        layers.forEach((layer, value) -> bits("share.layers." + layer, value));
        return new SharePlan(
                bits("share.bits.conv", bits.getOrDefault("conv", CONVOLUTION_BITS)),
                bits("share.bits.fc", bits.getOrDefault("fc", MATRIX_BITS)),
                bits.containsKey("bias") ? bits("share.bits.bias", bits.get("bias")) : 0,
                layers,
                choice("share.initialisation", section.initialisation(), Initialisation.LINEAR),
                or(section.seed(), 1L),
                selection("share", section.include(), section.exclude(), section.protect()));
    }

    private static Selection selection(
            String section,
            @Nullable List<String> include,
            @Nullable List<String> exclude,
            @Nullable List<String> protect) {
        List<String> ends = or(protect, List.of());
        if (!List.of("first", "last").containsAll(ends)) {
            throw new InputException(section + ".protect is " + ends + ", wanted first, last or both");
        }
        return new Selection(
                or(include, List.of()), or(exclude, List.of()), ends.contains("first"), ends.contains("last"));
    }

    private static int bits(String field, int bits) {
        if (bits < 1 || bits > MOST_BITS) {
            throw new InputException(field + " is " + bits + ", wanted 1 to " + MOST_BITS);
        }
        return bits;
    }

    private static int atLeastOne(String field, @Nullable Integer value, int absent) {
        int given = or(value, absent);
        if (given < 1) {
            throw new InputException(field + " is " + given + ", wanted at least 1");
        }
        return given;
    }

    private static <E extends Enum<E>> E choice(String field, @Nullable String name, E absent) {
        if (name == null) {
            return absent;
        }
        List<E> all = List.of(absent.getDeclaringClass().getEnumConstants());
        return all.stream()
                .filter(each -> each.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new InputException(field + " is '" + name + "', wanted one of "
                        + all.stream()
                                .map(each -> each.name().toLowerCase(Locale.ROOT))
                                .toList()));
    }

    private static <T> T or(@Nullable T value, T absent) {
        return value == null ? absent : value;
    }
}
