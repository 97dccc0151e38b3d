package dev.lathe.backend.cpu;

import dev.lathe.SmallModels;
import dev.lathe.tensor.Tensor;
import java.util.Random;

/** Weights of which few are left. */
final class Pruned {
    private Pruned() {}

    /** Random weights, each kept with probability {@code density}; of every five filters one is left empty. */
    static Tensor draw(Random random, double density, int... dims) {
        Tensor weights = SmallModels.random(random, dims);
        int perFilter = weights.size() / Math.max(1, dims[0]);
        for (int i = 0; i < weights.size(); i++) {
            boolean empty = density < 1 && i / perFilter % 5 == 2;
            if (empty || random.nextDouble() >= density) {
                weights.floats()[i] = 0;
            }
        }
        return weights;
    }

    static int kept(Tensor weights) {
        int kept = 0;
        for (float weight : weights.floats()) {
            kept += weight == 0 ? 0 : 1;
        }
        return kept;
    }
}
