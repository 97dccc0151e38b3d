package dev.lathe.compress;

import dev.lathe.compress.LayerReport.RankReport;
import dev.lathe.compress.Notes.Thinned;
import dev.lathe.compress.RankChoice.Asked;
import dev.lathe.compress.RankChoice.Extra;
import dev.lathe.compress.lowrank.Covariance;
import dev.lathe.compress.lowrank.DataAware;
import dev.lathe.compress.lowrank.Kernel;
import dev.lathe.compress.lowrank.Ranks;
import dev.lathe.compress.lowrank.Spectrum;
import dev.lathe.compress.lowrank.Stop;
import dev.lathe.error.InputException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.pass.KnownTypes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Replaces layers by thinner ones. Used once. */
final class LowRankStep {
    /** Moments of longer rows would take gigabytes. */
    private static final int MOST_COLUMNS = 8192;

    private final LowRankPlan plan;
    private final Surroundings around;
    private final Graph original;
    private final KnownTypes types;
    private final List<Candidate> candidates;

    LowRankStep(LowRankPlan plan, Surroundings around, Graph original, KnownTypes types, List<Candidate> candidates) {
        this.plan = plan;
        this.around = around;
        this.original = original;
        this.types = types;
        this.candidates = List.copyOf(candidates);
    }

    /** The network after this step, and what was done to each layer, by name. */
    record Result(Graph graph, Map<String, Fate> fates) {}

    /**
     * What became of one layer.
     *
     * @param nodes that stand for it now, by name
     * @param thinned null for a layer that stayed whole
     */
    record Fate(Decision decision, List<String> nodes, @Nullable Thinned thinned) {
        String action() {
            Ranks ranks = decision.ranks();
            if (ranks == null) {
                return "whole";
            }
            boolean both = decision.space().reduces(ranks) && decision.space().restores(ranks);
            return decision.layer().extents().taps() == 1 ? "svd" : both ? "tucker2" : "tucker1";
        }

        @Nullable
        RankReport ranks() {
            Ranks ranks = decision.ranks();
            if (ranks == null) {
                return null;
            }
            RankSpace space = decision.space();
            return new RankReport(
                    space.reduces(ranks) ? ranks.inputs() : null,
                    space.restores(ranks) ? ranks.outputs() : null,
                    space.extents().groups());
        }
    }

    /** @param factors false to decide only: the network stays as it is */
    Result apply(boolean factors) {
        DataThinner data = plan.dataAware() ? dataThinner() : null;
        List<Decision> decisions = decide(data);
        Map<String, Fate> fates = new LinkedHashMap<>();
        Graph current = original;
        int done = 0;
        for (Decision decided : decisions) {
            Layer layer = decided.layer();
            Decision decision = data == null || fits(layer) ? decided : decided.byWeights(Patches.columns(layer));
            around.listener().progress("factors of " + layer.name(), done++, decisions.size());
            Ranks ranks = decision.ranks();
            if (ranks == null || !factors) {
                fates.put(layer.name(), new Fate(decision, List.of(layer.name()), null));
                continue;
            }
            Graph before = current;
            Thinned thinned = around.notes().thinned(layer.name()).orElseGet(() -> thin(decision, before, data));
            Replacement replacement = Splitting.of(current, layer, decision.space(), ranks, thinned.groups());
            current = replacement.in(current);
            List<String> nodes = replacement.nodes().stream().map(Node::name).toList();
            fates.put(layer.name(), new Fate(decision, nodes, thinned));
        }
        return new Result(current, fates);
    }

    private Thinned thin(Decision decision, Graph current, @Nullable DataThinner data) {
        Thinner thinner = data != null && fits(decision.layer()) ? data : new WeightThinner(stop());
        Thinned thinned = thinner.thin(decision, current);
        around.notes().keep(decision.layer().name(), thinned);
        return thinned;
    }

    private static boolean fits(Layer layer) {
        return Patches.columns(layer) <= MOST_COLUMNS;
    }

    private Stop stop() {
        return new Stop(plan.tolerance(), plan.sweeps());
    }

    private DataThinner dataThinner() {
        Calibration calibration = around.calibration();
        if (calibration == null) {
            throw new InputException("data-aware factors need images");
        }
        return new DataThinner(original, calibration, stop());
    }

    /** A decision for every layer, in the order of the network. */
    private List<Decision> decide(@Nullable DataThinner data) {
        List<Node> nodes = candidates.stream().map(Candidate::node).toList();
        Set<String> selected = plan.selection().names(nodes);
        checkTable(nodes);
        Map<String, Decision> decisions = new LinkedHashMap<>();
        List<Asked> asked = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (candidate instanceof Layer layer) {
                RankSpace space = space(layer);
                String reason = reasonAgainst(layer, space, selected);
                decisions.put(layer.name(), new Decision(layer, space, null, reason, null, null));
                if (reason.isEmpty()) {
                    around.listener().progress("spectra of " + layer.name(), asked.size(), selected.size());
                    asked.add(new Asked(layer, space, spectra(layer, space, data)));
                }
            }
        }
        LayerClock clock = around.stopwatch() == null ? null : new LayerClock(original, types, around.stopwatch());
        new RankChoice(plan, clock)
                .decide(asked, others(asked))
                .forEach(decision -> decisions.put(decision.layer().name(), decision));
        return List.copyOf(decisions.values());
    }

    private RankSpace space(Layer layer) {
        if (plan.ranks() instanceof RankRule.Table) {
            return new RankSpace(layer.extents(), layer.extents().taps() > 1, 1, 1);
        }
        boolean first = original.inputs().stream().anyMatch(port -> port.name().equals(layer.input()));
        return RankSpace.of(layer, first, plan);
    }

    private void checkTable(List<Node> nodes) {
        if (plan.ranks() instanceof RankRule.Table table) {
            Set<String> names = Set.copyOf(nodes.stream().map(Node::name).toList());
            for (String name : table.ranks().keySet()) {
                if (!names.contains(name)) {
                    throw new InputException("the table of ranks names layer '" + name + "', which is not there");
                }
            }
        }
    }

    /** Why low rank leaves {@code layer} alone; empty if it need not. */
    private static String reasonAgainst(Layer layer, RankSpace space, Set<String> selected) {
        if (!selected.contains(layer.name())) {
            return "it was not selected";
        }
        if (space.mostOutputs() == 1 && space.mostInputs() == 1) {
            return space.extents().groups() > 1
                    ? "each filter sees one channel: there is nothing to decompose"
                    : "it has one output";
        }
        return "";
    }

    private @Nullable LayerSpectra spectra(Layer layer, RankSpace space, @Nullable DataThinner data) {
        boolean byWeights = plan.ranks() instanceof RankRule.Vbmf || plan.ranks() instanceof RankRule.Weakened;
        if (plan.ranks() instanceof RankRule.Table) {
            return null;
        }
        if (data == null || byWeights || !fits(layer)) {
            return LayerSpectra.of(layer, space);
        }
        List<Covariance> covariances = data.covariances(layer);
        List<Kernel> kernels = layer.kernels();
        List<Spectrum> inputs = new ArrayList<>();
        List<Spectrum> outputs = new ArrayList<>();
        for (int group = 0; group < kernels.size(); group++) {
            if (space.reducesInputs()) {
                inputs.add(DataAware.inputSpectrum(kernels.get(group), covariances.get(group)));
            }
            outputs.add(DataAware.outputSpectrum(kernels.get(group), covariances.get(group)));
        }
        return new LayerSpectra(inputs, outputs);
    }

    /** What the network holds beside the layers asked for. */
    private Extra others(List<Asked> asked) {
        Set<String> names = new HashSet<>();
        asked.forEach(each -> names.add(each.layer().name()));
        List<Candidate> rest = candidates.stream()
                .filter(candidate -> !names.contains(candidate.node().name()))
                .toList();
        return new Extra(
                rest.stream().mapToLong(Candidate::parameters).sum(),
                rest.stream().mapToLong(Candidate::macs).sum());
    }
}
