package dev.lathe.compress;

import dev.lathe.compress.LayerSpectra.Pair;
import dev.lathe.compress.RankBudget.Sharer;
import dev.lathe.compress.RankRule.Kept;
import dev.lathe.compress.RankRule.Measure;
import dev.lathe.compress.lowrank.FixedRate;
import dev.lathe.compress.lowrank.Ranks;
import dev.lathe.compress.lowrank.Weakened;
import dev.lathe.error.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides ranks by the plan's rule. */
final class RankChoice {
    private final LowRankPlan plan;
    private final @Nullable LayerClock clock;

    /** @param clock times layers; null where time does not matter, which {@link Measure#LATENCY} does not allow */
    RankChoice(LowRankPlan plan, @Nullable LayerClock clock) {
        this.plan = plan;
        this.clock = clock;
    }

    /** A layer that may be thinned, with its spectra unless the ranks come from a table. */
    record Asked(Layer layer, RankSpace space, @Nullable LayerSpectra spectra) {
        LayerSpectra known() {
            return Objects.requireNonNull(spectra, layer.name());
        }

        Decision thin(Ranks ranks, String reason) {
            return new Decision(layer, space, ranks, reason, spectra, null);
        }

        Decision whole(String reason) {
            return new Decision(layer, space, null, reason, spectra, null);
        }
    }

    /**
     * A decision for each of {@code asked}.
     *
     * @param others multiply-adds and weights of all that is not asked for, which count for a target, too
     */
    List<Decision> decide(List<Asked> asked, Extra others) {
        List<Decision> decisions =
                switch (plan.ranks()) {
                    case RankRule.Target target -> budget(asked, target, others);
                    case RankRule.Table table ->
                        asked.stream()
                                .map(each -> byTable(
                                        each, table.ranks().get(each.layer().name())))
                                .toList();
                    case RankRule.Vbmf rule ->
                        asked.stream()
                                .map(each -> byVbmf(each, rule.reference()))
                                .toList();
                    case RankRule.Weakened rule ->
                        asked.stream()
                                .map(each -> weakened(each, rule.weight()))
                                .toList();
                    case RankRule.Rate rule ->
                        asked.stream().map(each -> byRate(each, rule.ratio())).toList();
                    case RankRule.Energy rule ->
                        asked.stream().map(each -> byEnergy(each, rule.share())).toList();
                };
        return decisions.stream().map(this::checked).toList();
    }

    /** Cost of what cannot be thinned. */
    record Extra(long parameters, long macs) {
        private double of(Measure measure) {
            return switch (measure) {
                case PARAMETERS -> parameters;
                case MACS -> macs;
                case LATENCY -> 0;
            };
        }
    }

    private Decision byVbmf(Asked asked, boolean reference) {
        Pair ranks = asked.known().vbmf(reference);
        return ranks.isZero(asked.space())
                ? asked.whole("VBMF takes its weights for noise (rank 0)")
                : asked.thin(rounded(asked, ranks), reference ? "ranks by VBMF as in other code" : "ranks by VBMF");
    }

    private Decision weakened(Asked asked, double weight) {
        Pair ranks = asked.known().vbmf(false);
        if (ranks.isZero(asked.space())) {
            return asked.whole("VBMF takes its weights for noise (rank 0)");
        }
        RankSpace space = asked.space();
        Weakened rule = new Weakened(weight, Math.max(1, space.minimum()));
        Pair weaker = new Pair(
                rule.rank(space.mostInputs(), ranks.inputs()), rule.rank(space.mostOutputs(), ranks.outputs()));
        return asked.thin(rounded(asked, weaker), "ranks by VBMF, weakened");
    }

    private Decision byEnergy(Asked asked, double share) {
        Pair ranks = asked.known().energy(share);
        return ranks.isZero(asked.space())
                ? asked.whole("its weights are all zero")
                : asked.thin(rounded(asked, ranks), "ranks by energy");
    }

    private static Decision byRate(Asked asked, double ratio) {
        Extents of = asked.space().extents();
        FixedRate rate = new FixedRate(ratio);
        if (!asked.space().reducesInputs()) {
            int rank = rate.ofTwo(of.outputs(), of.inputs(), of.taps());
            return asked.thin(asked.space().rounded(of.inputs(), rank), "ranks by the rate");
        }
        Ranks ranks = rate.ofThree(of.outputs(), of.inputs(), of.taps());
        return asked.thin(asked.space().rounded(ranks.inputs(), ranks.outputs()), "ranks by the rate");
    }

    private static Ranks rounded(Asked asked, Pair ranks) {
        return asked.space().rounded(ranks.inputs(), ranks.outputs());
    }

    private static Decision byTable(Asked asked, @Nullable Kept kept) {
        if (kept == null) {
            return asked.whole("the table has no ranks for it");
        }
        Extents extents = asked.layer().extents();
        if (kept.inputs() != null && extents.taps() == 1) {
            throw new InputException(
                    "layer " + asked.layer().name() + " is a matrix with one rank: give 'outputs', not 'inputs'");
        }
        return asked.thin(
                new Ranks(
                        side(
                                asked.layer(),
                                "inputs",
                                kept.inputs(),
                                asked.space().mostInputs(),
                                extents.inputs()),
                        side(
                                asked.layer(),
                                "outputs",
                                kept.outputs(),
                                asked.space().mostOutputs(),
                                extents.outputs())),
                "ranks by the table");
    }

    private static int side(Layer layer, String side, @Nullable Integer rank, int most, int full) {
        if (rank == null || rank == full) {
            return full;
        }
        if (rank < 1 || rank > most) {
            throw new InputException(
                    "layer " + layer.name() + " has " + side + " of rank 1 to " + most + ", the table says " + rank);
        }
        return rank;
    }

    private List<Decision> budget(List<Asked> asked, RankRule.Target target, Extra others) {
        List<Sharer> sharers = asked.stream()
                .map(each -> new Sharer(
                        each.space(), each.known().lostInputs(), each.known().lostOutputs()))
                .toList();
        List<@Nullable Ranks> choice;
        if (target.measure() == Measure.LATENCY) {
            LayerClock time = Objects.requireNonNull(clock, "a target of latency needs a device");
            double all =
                    asked.stream().mapToDouble(each -> time.whole(each.layer())).sum();
            choice = RankBudget.share(
                    sharers, Measure.MACS, all / target.ratio(), ranks -> milliseconds(asked, ranks, time));
        } else {
            double extra = others.of(target.measure());
            double all = extra + RankBudget.cost(sharers, target.measure(), none(asked.size()));
            choice = RankBudget.share(
                    sharers,
                    target.measure(),
                    all / target.ratio(),
                    ranks -> extra + RankBudget.cost(sharers, target.measure(), ranks));
        }
        List<Decision> decisions = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Ranks ranks = choice.get(i);
            decisions.add(
                    ranks == null
                            ? asked.get(i).whole("other layers lose less for the same cost")
                            : asked.get(i).thin(ranks, "its share of the budget"));
        }
        return decisions;
    }

    private static List<@Nullable Ranks> none(int layers) {
        List<@Nullable Ranks> none = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            none.add(null);
        }
        return none;
    }

    private static double milliseconds(List<Asked> asked, List<@Nullable Ranks> choice, LayerClock time) {
        double sum = 0;
        for (int i = 0; i < asked.size(); i++) {
            Layer layer = asked.get(i).layer();
            Ranks ranks = choice.get(i);
            double whole = time.whole(layer);
            sum += ranks == null
                    ? whole
                    : Math.min(whole, time.thin(layer, asked.get(i).space(), ranks));
        }
        return sum;
    }

    /** {@code decision}, unless the layer would not get smaller, or not faster. */
    private Decision checked(Decision decision) {
        Ranks ranks = decision.ranks();
        if (ranks == null) {
            return decision;
        }
        RankSpace space = decision.space();
        if (!space.shrinks(ranks)) {
            return decision.whole("it would not get smaller: %,d weights and %,d multiply-adds instead of %,d and %,d"
                    .formatted(
                            space.parameters(ranks),
                            space.macs(ranks),
                            space.extents().parameters(),
                            space.extents().macs()));
        }
        if (clock == null) {
            return decision;
        }
        LayerReport.Times times =
                new LayerReport.Times(clock.whole(decision.layer()), clock.thin(decision.layer(), space, ranks));
        return times.after() < times.before()
                ? decision.timed(times)
                : decision.timed(times)
                        .whole("it would not get faster: %.3f ms instead of %.3f ms"
                                .formatted(times.after(), times.before()));
    }
}
