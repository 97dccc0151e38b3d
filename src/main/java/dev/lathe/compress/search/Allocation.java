package dev.lathe.compress.search;

import dev.lathe.error.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One choice for each layer.
 *
 * @param choices by layer, in the order of the network
 */
public record Allocation(Map<String, Choice> choices) {
    /** A layer goes on to the choice {@code to}, for {@code price} of loss for each unit of cost that it saves. */
    private record Step(String layer, Choice to, double price) {}

    public Allocation {
        choices = Collections.unmodifiableMap(new LinkedHashMap<>(choices));
    }

    /** The sum over the layers. */
    public double cost() {
        return choices.values().stream().mapToDouble(Choice::cost).sum();
    }

    /** The sum over the layers. */
    public double loss() {
        return choices.values().stream().mapToDouble(Choice::loss).sum();
    }

    public Map<String, Setting> settings() {
        Map<String, Setting> settings = new LinkedHashMap<>();
        choices.forEach((layer, choice) -> settings.put(layer, choice.setting()));
        return settings;
    }

    /**
     * All allocations that are the best for some price, from that of least loss to that of least cost: for a price p,
     * the one of least loss + p·cost (Everett, <i>Generalized Lagrange multiplier method for solving problems of
     * optimum allocation of resources</i>, 1963). None of the same cost or less than one of them loses less. Each layer
     * goes along the lower convex hull of its choices, and all steps of all layers are taken from the cheapest to the
     * dearest.
     *
     * @param layers the choices of each layer
     * @throws InputException if a layer has none
     */
    public static List<Allocation> ladder(Map<String, List<Choice>> layers) {
        Map<String, Choice> current = new LinkedHashMap<>();
        List<Step> steps = new ArrayList<>();
        layers.forEach((layer, choices) -> {
            if (choices.isEmpty()) {
                throw new InputException("layer '" + layer + "' has no choice");
            }
            List<Choice> hull = hull(choices);
            current.put(layer, hull.getFirst());
            for (int i = 1; i < hull.size(); i++) {
                steps.add(new Step(layer, hull.get(i), price(hull.get(i - 1), hull.get(i))));
            }
        });
        // A stable sort: steps of one layer have rising prices, so they stay in their order.
        steps.sort(Comparator.comparingDouble(Step::price));
        List<Allocation> ladder = new ArrayList<>(List.of(new Allocation(current)));
        for (Step step : steps) {
            current.put(step.layer(), step.to());
            ladder.add(new Allocation(current));
        }
        return ladder;
    }

    /** From the choice of least loss to that of least cost, those that are the best for some price. */
    private static List<Choice> hull(List<Choice> choices) {
        Choice now = choices.stream()
                .min(Comparator.comparingDouble(Choice::loss).thenComparingDouble(Choice::cost))
                .orElseThrow();
        List<Choice> hull = new ArrayList<>(List.of(now));
        while (true) {
            Choice from = now;
            Choice next = choices.stream()
                    .filter(choice -> choice.cost() < from.cost())
                    .min(Comparator.comparingDouble((Choice choice) -> price(from, choice))
                            .thenComparingDouble(Choice::cost))
                    .orElse(null);
            if (next == null) {
                return hull;
            }
            hull.add(next);
            now = next;
        }
    }

    private static double price(Choice from, Choice to) {
        return (to.loss() - from.loss()) / (from.cost() - to.cost());
    }
}
