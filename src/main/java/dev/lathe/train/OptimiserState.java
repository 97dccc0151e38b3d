package dev.lathe.train;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an {@link Optimiser} remembers: the number of steps and, for each trained parameter, arrays of its size. Not for
 * several threads at once.
 */
public final class OptimiserState {
    private static final float[][] NOTHING = {};

    private final Optimiser optimiser;
    private final Map<String, float[][]> slots = new LinkedHashMap<>();
    private long steps;

    /** Before the first step: all zeros. */
    public OptimiserState(Optimiser optimiser, Parameters weights) {
        this.optimiser = optimiser;
        for (Parameter parameter : weights.trained()) {
            slots.put(
                    parameter.name(),
                    new float[slots(optimiser)][parameter.tensor().size()]);
        }
    }

    private static int slots(Optimiser optimiser) {
        return switch (optimiser) {
            case Optimiser.Sgd _ -> 1;
            case Optimiser.Adam _ -> 2;
        };
    }

    /** How many steps were taken. */
    public long steps() {
        return steps;
    }

    void steps(long saved) {
        steps = saved;
    }

    /** The arrays themselves, not copies; those of Adam are m and v. None for what is not trained. */
    float[][] slots(Parameter parameter) {
        return slots.getOrDefault(parameter.name(), NOTHING);
    }

    /**
     * One step. Masks and codebooks hold for values and for what is remembered: a weight that grows again starts anew.
     *
     * @param rate the learning rate
     */
    void step(Parameters weights, ConstrainedGradients gradients, double rate) {
        steps++;
        for (Parameter parameter : weights.trained()) {
            float[][] memory = slots(parameter);
            move(parameter, gradients.of(parameter), memory, rate);
            parameter.clear(parameter.values());
            for (float[] slot : memory) {
                parameter.clear(slot);
            }
        }
    }

    private void move(Parameter parameter, float[] gradient, float[][] memory, double rate) {
        Decay decay = parameter.decays() ? optimiser.decay() : Decay.NONE;
        switch (optimiser) {
            case Optimiser.Sgd sgd -> new SgdLoops(sgd, decay, rate).move(parameter.values(), gradient, memory[0]);
            case Optimiser.Adam adam ->
                new AdamLoop(adam, decay, rate, steps).move(parameter.values(), gradient, memory[0], memory[1]);
        }
    }
}
