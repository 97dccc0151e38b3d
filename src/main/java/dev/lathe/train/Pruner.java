package dev.lathe.train;

import dev.lathe.compress.prune.Mask;
import dev.lathe.compress.prune.PruneRule;
import dev.lathe.compress.prune.Weights;
import dev.lathe.error.InputException;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** Carries a {@link Pruning} out on parameters. */
final class Pruner {
    private final Pruning pruning;
    private final Map<String, Parameter> layers = new LinkedHashMap<>();

    /** @throws InputException if a layer is missing or nothing that is trained */
    Pruner(Pruning pruning, Parameters weights) {
        this.pruning = pruning;
        for (String name : pruning.target().layers()) {
            Parameter layer = weights.get(name);
            if (layer.role() != Parameter.Role.TRAINED || layer.tensor().shape().rank() == 0) {
                throw new InputException("parameter '" + name + "' is " + layer.role() + " and "
                        + layer.tensor().shape() + ", and what is pruned is TRAINED and of rank 1 or more");
            }
            layers.put(name, layer);
        }
    }

    /** @param dense gradients of all layers, not masked; only read */
    void update(Map<String, Tensor> dense, double time) {
        if (time < pruning.schedule().begin()) {
            return;
        }
        double exchanged = pruning.exchanged(time);
        Map<String, Mask> masks = masks(time);
        boolean fewer = masks.values().stream().mapToLong(Mask::kept).sum() < kept();
        if (fewer || exchanged > 0) {
            masks.forEach((name, mask) -> {
                Parameter layer = layers.get(name);
                layer.mask(exchanged > 0 ? regrown(layer, mask, dense.get(name), exchanged) : mask);
            });
        }
    }

    boolean isDue(int stepOfEpoch, long stepOfTraining) {
        return pruning.isDue(stepOfEpoch, stepOfTraining);
    }

    private long kept() {
        return layers.values().stream().mapToLong(Parameter::kept).sum();
    }

    private long size() {
        return layers.values().stream()
                .mapToLong(layer -> layer.tensor().size())
                .sum();
    }

    private Map<String, Mask> masks(double time) {
        DensitySchedule schedule = pruning.schedule();
        return switch (pruning.target()) {
            case PruneTarget.EachLayer each -> {
                Map<String, Double> densities = new LinkedHashMap<>();
                each.densities()
                        .forEach((name, target) -> densities.put(
                                name, Math.min(layers.get(name).density(), schedule.density(target, time))));
                yield new PruneRule.PerLayer(densities).masks(weights());
            }
            case PruneTarget.Together together -> {
                double density = schedule.density(together.density(), time);
                yield new PruneRule.Global(Math.min(density, (double) kept() / Math.max(size(), 1))).masks(weights());
            }
        };
    }

    private Map<String, Weights> weights() {
        Map<String, Weights> weights = new LinkedHashMap<>();
        layers.forEach((name, layer) -> weights.put(name, new Weights(layer.tensor(), 0)));
        return weights;
    }

    /** As many as {@code mask} keeps, some of them chosen by gradient. */
    private static Mask regrown(Parameter layer, Mask mask, Tensor gradient, double share) {
        int grown = (int) Math.round(share * mask.kept());
        int size = mask.size();
        BitSet kept = largest(mask.kept() - grown, layer.tensor(), layer.name());
        float[] dense = layer.matching(gradient, "gradient");
        int[] others = new int[size - kept.cardinality()];
        float[] candidates = new float[others.length];
        int count = 0;
        for (int i = kept.nextClearBit(0); i < size; i = kept.nextClearBit(i + 1)) {
            others[count] = i;
            candidates[count++] = dense[i];
        }
        largest(grown, Tensor.of(Shape.of(count), candidates), "the gradient of " + layer.name()).stream()
                .forEach(i -> kept.set(others[i]));
        return Mask.of(mask.name(), size, kept);
    }

    private static BitSet largest(int count, Tensor values, String name) {
        double share = (double) count / Math.max(values.size(), 1);
        return new PruneRule.Density(share)
                .masks(Map.of(name, new Weights(values, 0)))
                .get(name)
                .positions();
    }
}
