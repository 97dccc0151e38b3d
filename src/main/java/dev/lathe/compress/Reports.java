package dev.lathe.compress;

import dev.lathe.compress.LayerReport.Size;
import dev.lathe.compress.LowRankStep.Fate;
import dev.lathe.compress.Notes.Thinned;
import dev.lathe.compress.lowrank.Ranks;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.pass.KnownTypes;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes down what happened to each layer. */
final class Reports {
    private static final String WHOLE = "whole";

    private final State before;
    private final List<Candidate> candidates;

    Reports(Graph before, KnownTypes types, List<Candidate> candidates) {
        this.before = new State(before, types, nodes(before));
        this.candidates = candidates;
    }

    /** A network at one time, with its nodes by name. */
    private record State(Graph graph, KnownTypes types, Map<String, Node> nodes) {}

    /**
     * The network at the end.
     *
     * @param touched names of the layers that each step after low rank changed, by what it did
     * @param valueErrors by layer
     */
    record Outcome(Graph graph, KnownTypes types, Map<String, Set<String>> touched, Map<String, Double> valueErrors) {}

    /** With the sizes that the ranks would give. */
    List<LayerReport> planned(Map<String, Fate> fates) {
        return candidates.stream()
                .map(candidate -> planned(candidate, fates.get(candidate.node().name())))
                .toList();
    }

    private LayerReport planned(Candidate candidate, @Nullable Fate fate) {
        List<String> nodes = List.of(candidate.node().name());
        Contents whole = contents(before, nodes, candidate);
        Ranks ranks = fate == null ? null : fate.decision().ranks();
        Contents planned = whole;
        if (ranks != null) {
            RankSpace space = fate.decision().space();
            long parameters = space.parameters(ranks);
            planned = new Contents(new Size(parameters, parameters, space.macs(ranks)), whole.distinct());
        }
        return report(candidate, fate, new Change(whole.size(), planned, nodes, "", null));
    }

    /** With the sizes that layers have now. */
    List<LayerReport> done(Map<String, Fate> fates, Outcome outcome) {
        State after = new State(outcome.graph(), outcome.types(), nodes(outcome.graph()));
        List<LayerReport> reports = new ArrayList<>();
        for (Candidate candidate : candidates) {
            String name = candidate.node().name();
            Fate fate = fates.get(name);
            List<String> nodes = fate == null ? List.of(name) : fate.nodes();
            Size whole = contents(before, List.of(name), candidate).size();
            Contents now = contents(after, nodes, candidate);
            StringBuilder touched = new StringBuilder();
            for (String step : List.of("pruned", "shared")) {
                if (outcome.touched().getOrDefault(step, Set.of()).contains(name)) {
                    touched.append('+').append(step);
                }
            }
            Double error = touched.isEmpty() ? null : outcome.valueErrors().get(name);
            reports.add(report(candidate, fate, new Change(whole, now, nodes, touched.toString(), error)));
        }
        return reports;
    }

    /** What there is to multiply with. */
    private record Contents(Size size, @Nullable Integer distinct) {}

    /** From one size to another, by steps such as {@code +pruned}. */
    private record Change(Size before, Contents after, List<String> nodes, String steps, @Nullable Double valueError) {}

    private LayerReport report(Candidate candidate, @Nullable Fate fate, Change change) {
        Size size = change.after().size();
        Thinned thinned = fate == null ? null : fate.thinned();
        boolean measured = thinned != null && !Double.isNaN(thinned.outputError());
        String action = (fate == null ? WHOLE : fate.action()) + change.steps();
        return new LayerReport(
                candidate.node().name(),
                candidate.node().op().name(),
                change.nodes(),
                change.steps().isEmpty() ? action : action.replaceFirst("^" + WHOLE + "\\+", ""),
                reason(candidate, fate),
                fate == null ? null : fate.ranks(),
                change.before(),
                size,
                size.parameters() == 0 ? 1 : (double) size.nonZero() / size.parameters(),
                change.after().distinct(),
                thinned == null ? null : thinned.weightError(),
                measured ? thinned.outputError() : null,
                change.valueError(),
                fate == null ? null : fate.decision().times(),
                fate == null || fate.decision().spectra() == null
                        ? null
                        : fate.decision().spectra().report());
    }

    private static String reason(Candidate candidate, @Nullable Fate fate) {
        return switch (candidate) {
            case Unfit unfit -> unfit.reason();
            case Layer _ ->
                fate == null ? "low rank was not asked for" : fate.decision().reason();
        };
    }

    private static Map<String, Node> nodes(Graph graph) {
        Map<String, Node> nodes = new HashMap<>();
        graph.nodes().forEach(node -> nodes.put(node.name(), node));
        return nodes;
    }

    private static Contents contents(State state, List<String> names, Candidate candidate) {
        long parameters = 0;
        long nonZero = 0;
        long macs = 0;
        Integer distinct = 0;
        for (String name : names) {
            Node node = state.nodes().get(name);
            Tensor weights = node == null ? null : state.graph().constant(node.input(1));
            if (weights == null || weights.dtype() != DType.FLOAT32) {
                continue;
            }
            WeightValues values = WeightValues.of(weights);
            parameters += weights.size();
            nonZero += values.nonZero();
            boolean counted = distinct != null && values.distinct() != null;
            distinct = counted ? Integer.valueOf(Math.max(distinct, values.distinct())) : null;
            macs += state.types().multiplications(node);
        }
        return candidate instanceof Unfit unfit && parameters == 0
                ? new Contents(new Size(unfit.parameters(), unfit.parameters(), unfit.macs()), null)
                : new Contents(new Size(parameters, nonZero, macs), distinct);
    }
}
