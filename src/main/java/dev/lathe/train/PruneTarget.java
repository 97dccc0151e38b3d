package dev.lathe.train;

import dev.lathe.error.InputException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which parameters are pruned, and how dense they are in the end. */
public sealed interface PruneTarget {
    /** Names of the parameters. */
    Collection<String> layers();

    /** A density for each, by name; its weights compete among themselves. */
    record EachLayer(Map<String, Double> densities) implements PruneTarget {
        public EachLayer {
            densities.values().forEach(PruneTarget::share);
            // In one order, as configurations are compared by what they print.
            densities = Collections.unmodifiableMap(new TreeMap<>(densities));
        }

        @Override
        public Collection<String> layers() {
            return densities.keySet();
        }
    }

    /** One density of all together; all weights compete. */
    record Together(double density, List<String> layers) implements PruneTarget {
        public Together {
            share(density);
            layers = List.copyOf(layers);
        }
    }

    private static void share(double density) {
        if (!(density >= 0 && density <= 1)) {
            throw new InputException("the share of weights to keep is in 0..1, not " + density);
        }
    }
}
