package dev.lathe.compress.prune;

import dev.lathe.error.DataException;
import dev.lathe.error.InputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.commons.math3.special.Erf;

/**
 * Which weights are dropped; always those of least magnitude among those that compete with each other. Of equal ones
 * the earlier is kept, so that a target is met exactly: a density d keeps round(d·n) of n weights, but at least one
 * unless d is 0.
 */
public sealed interface PruneRule {
    /**
     * A mask for each of {@code layers}, in their order, which also decides between equal weights of two layers.
     *
     * @throws DataException if a weight is NaN or infinite
     * @throws InputException if the rule names a layer that is not there
     */
    Map<String, Mask> masks(Map<String, Weights> layers);

    /**
     * Drops |w| &lt; q·s, s the standard deviation of all weights of the layer about their mean (that of the
     * population: divided by n). The rule of Han et al. 2015, arXiv 1506.02626.
     */
    record StandardDeviations(double q) implements PruneRule {
        /** @throws InputException if {@code q} is negative, infinite or NaN */
        public StandardDeviations {
            if (!(q >= 0) || Double.isInfinite(q)) {
                throw new InputException("a threshold is 0 or more standard deviations, not " + q);
            }
        }

        /** The density to expect if weights are normally distributed about 0: 2·(1 - Phi(q)). */
        public double expectedDensity() {
            return Erf.erfc(q / Math.sqrt(2));
        }

        @Override
        public Map<String, Mask> masks(Map<String, Weights> layers) {
            return each(layers, (name, weights) -> Cut.below(q * weights.standardDeviation())
                    .mask(name, weights));
        }
    }

    /** Keeps the share {@code kept} of each layer. */
    record Density(double kept) implements PruneRule {
        /** @throws InputException if {@code kept} is not in 0..1 */
        public Density {
            share(kept);
        }

        @Override
        public Map<String, Mask> masks(Map<String, Weights> layers) {
            return each(layers, (name, weights) -> Cut.keeping(kept, List.of(weights))
                    .mask(name, weights));
        }
    }

    /** Keeps the share {@code kept} of all layers together: all weights compete, whatever their layer. */
    record Global(double kept) implements PruneRule {
        /** @throws InputException if {@code kept} is not in 0..1 */
        public Global {
            share(kept);
        }

        @Override
        public Map<String, Mask> masks(Map<String, Weights> layers) {
            layers.forEach((name, weights) -> weights.checkFinite(name));
            Cut cut = Cut.keeping(kept, layers.values());
            return each(layers, cut::mask);
        }
    }

    /**
     * Keeps {@code n} of each {@code m} consecutive weights along the axis of inputs, as sparse tensor cores want it
     * with 2 of 4. A last block of l &lt; m weights keeps ceil(n·l/m).
     */
    record NofM(int n, int m) implements PruneRule {
        /** @throws InputException unless 1 &le; {@code n} &le; {@code m} */
        public NofM {
            if (n < 1 || m < n) {
                throw new InputException("n of m weights are kept with 1 <= n <= m, not " + n + " of " + m);
            }
        }

        @Override
        public Map<String, Mask> masks(Map<String, Weights> layers) {
            return each(layers, new Blocks(n, m)::mask);
        }
    }

    /** Keeps of each layer the share that it has here, and all of a layer that has none. */
    record PerLayer(Map<String, Double> kept) implements PruneRule {
        /** @throws InputException if a share is not in 0..1 */
        public PerLayer {
            kept = Map.copyOf(kept);
            kept.values().forEach(PruneRule::share);
        }

        @Override
        public Map<String, Mask> masks(Map<String, Weights> layers) {
            for (String name : kept.keySet()) {
                if (!layers.containsKey(name)) {
                    throw new InputException("a density is given for '" + name + "', which is none of the layers "
                            + String.join(", ", layers.keySet()));
                }
            }
            return each(layers, (name, weights) -> Cut.keeping(kept.getOrDefault(name, 1.0), List.of(weights))
                    .mask(name, weights));
        }
    }

    private static Map<String, Mask> each(Map<String, Weights> layers, BiFunction<String, Weights, Mask> mask) {
        Map<String, Mask> masks = new LinkedHashMap<>();
        layers.forEach((name, weights) -> {
            weights.checkFinite(name);
            masks.put(name, mask.apply(name, weights));
        });
        return masks;
    }

    private static void share(double kept) {
        if (!(kept >= 0 && kept <= 1)) {
            throw new InputException("the share of weights to keep is in 0..1, not " + kept);
        }
    }
}
