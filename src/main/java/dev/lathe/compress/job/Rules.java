package dev.lathe.compress.job;

import dev.lathe.compress.PrunePlan;
import dev.lathe.compress.RankRule;
import dev.lathe.compress.RankRule.Measure;
import dev.lathe.compress.prune.PruneRule;
import dev.lathe.container.Coder;
import dev.lathe.error.InputException;
import java.util.List;

/** Rules as people write them: a name, for some with a number behind a colon. */
public final class Rules {
    /** What {@link #ranks} takes. */
    public static final String RANKS = "vbmf, vbmf-reference, weakened:WEIGHT, energy:SHARE, rate:RATIO,"
            + " parameters:RATIO, macs:RATIO, latency:RATIO";

    /** What {@code prune.rule} takes. */
    public static final String PRUNING = "std:Q, density:SHARE, global:SHARE, N:M, sensitivity:DROP";

    private static final double MOST_RATIO = 1e6;
    private static final int MOST_BLOCK = 1024;
    private static final int MOST_DEVIATIONS = 100;

    private Rules() {}

    /**
     * How a container is coded.
     *
     * @throws InputException if {@code config} names a coder that is not there
     */
    public static Coder coder(CompressionConfig config) {
        return Plans.coder(config);
    }

    /**
     * A rule for ranks.
     *
     * @throws InputException if {@code text} is none of {@link #RANKS}, or a number is out of range
     */
    static RankRule ranks(String text) {
        Rule rule = Rule.of(text);
        return switch (rule.name()) {
            case "vbmf" -> rule.plain(new RankRule.Vbmf(false));
            case "vbmf-reference" -> rule.plain(new RankRule.Vbmf(true));
            case "weakened" -> new RankRule.Weakened(rule.number(0, 1));
            case "energy" -> new RankRule.Energy(rule.number(0, 1));
            case "rate" -> new RankRule.Rate(rule.number(1, MOST_RATIO));
            case "parameters" -> new RankRule.Target(Measure.PARAMETERS, rule.number(1, MOST_RATIO));
            case "macs" -> new RankRule.Target(Measure.MACS, rule.number(1, MOST_RATIO));
            case "latency" -> new RankRule.Target(Measure.LATENCY, rule.number(1, MOST_RATIO));
            default -> throw new InputException("'" + text + "' is no rule for ranks, wanted one of " + RANKS);
        };
    }

    /**
     * A rule for pruning.
     *
     * @param densities that a sensitivity scan tries
     * @throws InputException if {@code text} is none of {@link #PRUNING}, or a number is out of range
     */
    static PrunePlan.Choice pruning(String text, List<Double> densities) {
        Rule rule = Rule.of(text);
        if (rule.name().matches("[0-9]{1,6}")) {
            int n = Integer.parseInt(rule.name());
            return new PrunePlan.Fixed(new PruneRule.NofM(n, (int) rule.number(1, MOST_BLOCK)));
        }
        return switch (rule.name()) {
            case "std" -> new PrunePlan.Fixed(new PruneRule.StandardDeviations(rule.number(0, MOST_DEVIATIONS)));
            case "density" -> new PrunePlan.Fixed(new PruneRule.Density(rule.number(0, 1)));
            case "global" -> new PrunePlan.Fixed(new PruneRule.Global(rule.number(0, 1)));
            case "sensitivity" -> new PrunePlan.Scanned(rule.number(0, 1), densities);
            default -> throw new InputException("'" + text + "' is no rule for pruning, wanted one of " + PRUNING);
        };
    }

    /** A name and what stands behind its colon, which may be empty. */
    record Rule(String text, String name, String argument) {
        static Rule of(String text) {
            int colon = text.indexOf(':');
            return colon < 0
                    ? new Rule(text, text, "")
                    : new Rule(text, text.substring(0, colon), text.substring(colon + 1));
        }

        /** {@code value}, if no argument was given. */
        <T> T plain(T value) {
            if (!argument.isEmpty()) {
                throw new InputException("'" + text + "': " + name + " takes no number");
            }
            return value;
        }

        /** The argument, which must lie in {@code least..most}. */
        double number(double least, double most) {
            try {
                double value = Double.parseDouble(argument);
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw new InputException("'" + text + "': wanted a number behind the colon", e);
            }
            throw new InputException("'" + text + "': wanted a number from " + least + " to " + most);
        }
    }
}
