package dev.lathe.train;

import dev.lathe.compress.prune.Mask;
import dev.lathe.error.InputException;
import dev.lathe.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All numbers of a network that belong to its training, in one order. Which there are does not change, their values do.
 * Not for several threads at once.
 */
public final class Parameters {
    private final Map<String, Parameter> byName = new LinkedHashMap<>();
    private final List<Parameter> all;

    /** @throws InputException if two have one name */
    public Parameters(List<Parameter> all) {
        this.all = List.copyOf(all);
        for (Parameter parameter : all) {
            if (byName.put(parameter.name(), parameter) != null) {
                throw new InputException("two parameters have the name '" + parameter.name() + "'");
            }
        }
    }

    /** All are trained; in the order of the map. */
    public static Parameters trained(Map<String, Tensor> initial) {
        return new Parameters(initial.entrySet().stream()
                .map(entry -> new Parameter(entry.getKey(), Parameter.Role.TRAINED, entry.getValue()))
                .toList());
    }

    public List<Parameter> all() {
        return all;
    }

    /** Those that the optimiser moves. */
    public List<Parameter> trained() {
        return all.stream()
                .filter(parameter -> parameter.role() == Parameter.Role.TRAINED)
                .toList();
    }

    /** @throws InputException if there is none of that name */
    public Parameter get(String name) {
        Parameter parameter = byName.get(name);
        if (parameter == null) {
            throw new InputException("no parameter is called '" + name + "', there are " + byName.keySet());
        }
        return parameter;
    }

    /** The values themselves by name, not copies: what a network computes with. */
    public Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        all.forEach(parameter -> tensors.put(parameter.name(), parameter.tensor()));
        return tensors;
    }

    /** The masks by name, of those that have one. */
    public Map<String, Mask> masks() {
        Map<String, Mask> masks = new LinkedHashMap<>();
        for (Parameter parameter : all) {
            Mask mask = parameter.mask();
            if (mask != null) {
                masks.put(parameter.name(), mask);
            }
        }
        return masks;
    }

    /** Copies of the values as they are now, in order. */
    List<Tensor> snapshot() {
        return all.stream().map(parameter -> parameter.tensor().copy()).toList();
    }

    /**
     * Moves the averages of batch normalisation: r becomes r + {@code momentum}·(b - r), b of the batch.
     *
     * @param batch by name; has one for each {@link Parameter.Role#STATISTIC}
     */
    void average(Map<String, Tensor> batch, double momentum) {
        float share = (float) momentum;
        for (Parameter parameter : all) {
            if (parameter.role() == Parameter.Role.STATISTIC) {
                float[] running = parameter.values();
                float[] found = parameter.matching(batch.get(parameter.name()), "statistic");
                for (int i = 0; i < running.length; i++) {
                    running[i] += share * (found[i] - running[i]);
                }
            }
        }
    }
}
