package dev.lathe.train.job;

import dev.lathe.compress.prune.Weights;
import dev.lathe.error.InputException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.NodePattern;
import dev.lathe.train.DensitySchedule;
import dev.lathe.train.Parameter;
import dev.lathe.train.Parameters;
import dev.lathe.train.PruneTarget;
import dev.lathe.train.Pruning;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How sparse a network becomes while it is trained, as the user types it.
 *
 * @param rule what {@link #RULES} names
 * @param layers densities by {@link NodePattern}, which win over the rule's; of several that match, the last
 * @param schedule when
 * @param regrowth as in {@link Pruning}
 */
public record Sparsity(String rule, Map<String, Double> layers, DensitySchedule schedule, double regrowth) {
    /** Rules that can be followed step by step. */
    public static final String RULES = "density:SHARE or global:SHARE";

    /** What {@link #schedule} takes. */
    public static final String SCHEDULES = "oneshot, iterative:ROUNDS or cubic";

    private static final String TOGETHER = "global:";

    /** Steps between two looks at masks: often enough for a smooth curve, too seldom to cost time. */
    private static final int EVERY = 100;

    private static final int WEIGHTS = 1;

    /** @throws IllegalArgumentException if {@code rule} is none of {@link #RULES}, or does not go with layers */
    public Sparsity {
        if (!rule.matches("(density|global):(0?\\.\\d+|[01](\\.0*)?)")) {
            throw new IllegalArgumentException(
                    "'" + rule + "' cannot be followed in training, wanted " + RULES + ", a share in 0..1");
        }
        if (rule.startsWith(TOGETHER) && !layers.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + rule + "' is for all layers together, so that none can have a density of its own");
        }
        layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    }

    /**
     * Reads {@link #SCHEDULES}.
     *
     * @param from the epoch in which pruning begins
     * @param until the epoch from which on masks stay; rounds are equally far apart
     * @throws IllegalArgumentException if {@code text} is anything else
     * @throws InputException if times make no sense
     */
    public static DensitySchedule schedule(String text, double from, double until) {
        if (text.equals("oneshot")) {
            return new DensitySchedule.OneShot(from);
        }
        if (text.equals("cubic")) {
            return new DensitySchedule.Cubic(from, until);
        }
        if (!text.matches("iterative:[1-9]\\d{0,4}")) {
            throw new IllegalArgumentException("'" + text + "' is no schedule of pruning, wanted " + SCHEDULES);
        }
        int rounds = Integer.parseInt(text.substring(text.indexOf(':') + 1));
        return rounds == 1
                ? new DensitySchedule.OneShot(from)
                : new DensitySchedule.Iterative(from, (until - from) / (rounds - 1), rounds);
    }

    /**
     * The pruning of {@code weights}, those of the layers of {@code graph}: filters and matrices.
     *
     * @throws InputException if a pattern fits no layer, there are none, or one shares its weights
     */
    Pruning on(Graph graph, Parameters weights) {
        Map<String, Node> prunable = prunable(graph, weights);
        Set<String> names = prunable.keySet();
        if (names.isEmpty()) {
            throw new InputException("graph '" + graph.name() + "' has no layer whose weights are trained and pruned");
        }
        for (String name : names) {
            if (weights.get(name).codebook() != null) {
                throw new InputException("'" + name + "' shares its weights, which cannot be pruned any more:"
                        + " prune before sharing, or let them part");
            }
        }
        double density = Double.parseDouble(rule.substring(rule.indexOf(':') + 1));
        PruneTarget target = rule.startsWith(TOGETHER)
                ? new PruneTarget.Together(density, List.copyOf(names))
                : new PruneTarget.EachLayer(densities(prunable, density));
        return new Pruning(schedule, target, EVERY, regrowth);
    }

    private Map<String, Double> densities(Map<String, Node> prunable, double density) {
        Map<String, Double> densities = new LinkedHashMap<>();
        prunable.keySet().forEach(name -> densities.put(name, density));
        List<Node> nodes = List.copyOf(prunable.values());
        layers.forEach((pattern, own) -> {
            List<Node> meant = NodePattern.of(pattern).in(nodes);
            prunable.forEach((name, node) -> {
                if (meant.contains(node)) {
                    densities.put(name, own);
                }
            });
        });
        return densities;
    }

    /** The first node that multiplies by each weight, by the weight's name. */
    private static Map<String, Node> prunable(Graph graph, Parameters weights) {
        Set<String> multiplied = Weights.all(graph).keySet();
        Map<String, Node> prunable = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            String name = node.input(WEIGHTS);
            if (multiplied.contains(name) && isTrained(weights, name)) {
                prunable.putIfAbsent(name, node);
            }
        }
        return prunable;
    }

    private static boolean isTrained(Parameters weights, String name) {
        return weights.trained().stream().map(Parameter::name).anyMatch(name::equals);
    }
}
