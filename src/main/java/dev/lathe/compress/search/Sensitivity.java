package dev.lathe.compress.search;

import java.util.ArrayList;
import java.util.List;

/**
 * What was measured of one layer: what the network loses when this layer alone is changed in one way alone, and what
 * the layer costs in every combination.
 *
 * @param ratios of low rank; those that do nothing are not listed, here and below
 * @param costs of combinations, {@link Setting#WHOLE} and others
 */
public record Sensitivity(
        String layer, List<Effect> ratios, List<Effect> densities, List<Effect> bits, List<Cost> costs) {
    public Sensitivity {
        ratios = List.copyOf(ratios);
        densities = List.copyOf(densities);
        bits = List.copyOf(bits);
        costs = List.copyOf(costs);
    }

    /** What a change to {@code value} loses. */
    public record Effect(double value, double loss) {}

    /** What the layer takes. */
    public record Cost(Setting setting, double cost) {}

    /**
     * All combinations. The loss of one is the sum of those of its parts: errors of different origin are as good as
     * independent, so that to second order they add up.
     */
    public List<Choice> choices() {
        List<Choice> choices = new ArrayList<>();
        for (Cost each : costs) {
            Setting setting = each.setting();
            double gone = loss(ratios, setting.ratio()) + loss(densities, setting.density());
            choices.add(new Choice(setting, each.cost(), gone + loss(bits, setting.bits())));
        }
        return choices;
    }

    private static double loss(List<Effect> effects, double value) {
        return effects.stream()
                .filter(effect -> effect.value() == value)
                .mapToDouble(Effect::loss)
                .sum();
    }
}
