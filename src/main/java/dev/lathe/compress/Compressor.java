package dev.lathe.compress;

import dev.lathe.compress.LowRankStep.Fate;
import dev.lathe.compress.ShareStep.Sharer;
import dev.lathe.compress.prune.RemoveDeadNeurons;
import dev.lathe.error.InputException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.pass.Evaluator;
import dev.lathe.graph.pass.KnownTypes;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline: batch normalisation goes into the weights, then low rank, pruning and sharing change them, in this
 * order (Kim et al. 2015, Han et al. 2015). Used once, by one thread.
 */
public final class Compressor {
    private final CompressionPlan plan;
    private final Surroundings around;
    private final Graph prepared;
    private final List<Candidate> candidates;
    private final KnownTypes types;
    private final List<String> remarks = new ArrayList<>();

    private Compressor(Graph graph, CompressionPlan plan, Surroundings around) {
        this.plan = plan;
        this.around = around;
        prepared = Preparation.prepared(graph, around.evaluator());
        Preparation.checkFinite(prepared);
        types = KnownTypes.of(prepared, around.shapes(), around.evaluator());
        candidates = Layers.of(prepared, types);
        if (candidates.isEmpty()) {
            throw new InputException("graph '" + graph.name() + "' has no layer with weights, nothing to compress");
        }
    }

    /**
     * Compresses {@code graph}.
     *
     * @throws dev.lathe.error.DataException if a constant is NaN or infinite
     * @throws InputException if the plan does not fit the network: a pattern that matches no layer, a rank out of
     *     range, a target that cannot be met; or if it wants surroundings that are not there
     */
    public static Compressed compress(Graph graph, CompressionPlan plan, Surroundings around) {
        return new Compressor(graph, plan, around).run();
    }

    /** As {@link #compress}, but only ranks are decided: for a look at what they would buy. */
    public static Compressed decide(Graph graph, CompressionPlan plan, Surroundings around) {
        return new Compressor(graph, plan, around).look();
    }

    /**
     * {@code graph} as it is, with a report of its layers.
     *
     * @param shapes of the inputs at batch 1; null where they are not known, which leaves the report empty
     */
    public static Compressed keep(Graph graph, Evaluator evaluator, @Nullable Map<String, Shape> shapes) {
        if (shapes == null) {
            return new Compressed(graph, List.of(), List.of("layers are not listed: shapes of inputs are not known"));
        }
        KnownTypes types = KnownTypes.of(graph, shapes, evaluator);
        return new Compressed(graph, new Reports(graph, types, Layers.of(graph, types)).planned(Map.of()), List.of());
    }

    private Compressed look() {
        Reports reports = new Reports(prepared, types, candidates);
        Map<String, Fate> fates = lowRank(false).fates();
        return new Compressed(prepared, reports.planned(fates), remarks);
    }

    private Compressed run() {
        LowRankStep.Result thin = lowRank(true);
        Map<String, List<String>> constants = constants(thin);
        Graph current = thin.graph();
        Map<String, Set<String>> touched = new HashMap<>();
        if (plan.prune() != null) {
            Set<String> names = plan.prune().selection().names(nodes());
            touched.put("pruned", names);
            Map<String, List<String>> pruned = new LinkedHashMap<>(constants);
            pruned.keySet().retainAll(names);
            current = new PruneStep(plan.prune(), around).apply(current, pruned);
        }
        if (plan.share() != null) {
            Set<String> names = plan.share().selection().names(nodes());
            touched.put("shared", names);
            current = new ShareStep(plan.share(), around).apply(current, sharers(constants, names));
        }
        Map<String, Double> valueErrors = touched.isEmpty() ? Map.of() : valueErrors(constants, thin.graph(), current);
        if (plan.prune() != null && plan.prune().removeNeurons()) {
            current = withoutDeadNeurons(current);
        }
        Reports reports = new Reports(prepared, types, candidates);
        KnownTypes now = KnownTypes.of(current, around.shapes(), around.evaluator());
        return new Compressed(
                current, reports.done(thin.fates(), new Reports.Outcome(current, now, touched, valueErrors)), remarks);
    }

    private Graph withoutDeadNeurons(Graph graph) {
        RemoveDeadNeurons.Result removal = new RemoveDeadNeurons(around.evaluator()).apply(graph);
        removal.removed()
                .forEach(each -> remarks.add("%s: %d of %d neurons have no inputs or no outputs and are removed"
                        .formatted(each.node(), each.before() - each.after(), each.before())));
        removal.left()
                .forEach(each -> remarks.add(
                        "%s: %d dead neurons stay: %s".formatted(each.node(), each.neurons(), each.reason())));
        return removal.graph();
    }

    private LowRankStep.Result lowRank(boolean factors) {
        return plan.lowRank() == null
                ? new LowRankStep.Result(prepared, Map.of())
                : new LowRankStep(plan.lowRank(), around, prepared, types, candidates).apply(factors);
    }

    private List<Node> nodes() {
        return candidates.stream().map(Candidate::node).toList();
    }

    /** The weights that stand for each layer, by its name. */
    private Map<String, List<String>> constants(LowRankStep.Result thin) {
        Map<String, Node> nodes = new HashMap<>();
        thin.graph().nodes().forEach(node -> nodes.put(node.name(), node));
        Map<String, List<String>> constants = new LinkedHashMap<>();
        for (Candidate candidate : candidates) {
            String name = candidate.node().name();
            Fate fate = thin.fates().get(name);
            List<String> weights = (fate == null ? List.of(name) : fate.nodes())
                    .stream()
                            .map(node -> nodes.get(node).input(1))
                            .filter(constant -> isWeight(thin.graph().constant(constant)))
                            .toList();
            constants.put(name, weights);
        }
        return constants;
    }

    private static boolean isWeight(@Nullable Tensor constant) {
        return constant != null
                && constant.dtype() == DType.FLOAT32
                && constant.shape().rank() >= 2;
    }

    private List<Sharer> sharers(Map<String, List<String>> constants, Set<String> selected) {
        List<Sharer> sharers = new ArrayList<>();
        for (Node node : nodes()) {
            List<String> weights = constants.get(node.name());
            if (selected.contains(node.name()) && !weights.isEmpty()) {
                boolean matrix = node.op() instanceof Gemm || node.op() instanceof MatMul;
                sharers.add(new Sharer(node, weights, !matrix));
            }
        }
        return sharers;
    }

    private static Map<String, Double> valueErrors(Map<String, List<String>> constants, Graph before, Graph after) {
        Map<String, Double> errors = new HashMap<>();
        constants.forEach((layer, names) -> {
            KernelError error = new KernelError();
            names.forEach(name -> error.add(before.constant(name), after.constant(name)));
            errors.put(layer, error.relative());
        });
        return errors;
    }
}
