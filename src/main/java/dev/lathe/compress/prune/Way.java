package dev.lathe.compress.prune;

import dev.lathe.graph.Node;
import java.util.BitSet;
import java.util.List;

/** What lies between a layer and the next. */
sealed interface Way {
    /** Something that does not let neurons be taken out one by one. */
    record Blocked(String reason) implements Way {}

    /**
     * Operators that treat each neuron for itself.
     *
     * @param next takes the result of the last step as its operand 0
     * @param block how many inputs of {@code next} come from each neuron
     * @param values what each input of {@code next} is if the weights of its neuron are all zero
     * @param obstacles for each neuron why it would not be that everywhere, or empty
     */
    record Open(List<Step> steps, Layer next, int block, float[] values, List<String> obstacles) implements Way {
        /** The neurons that {@code next} multiplies by zeros only. */
        BitSet unused() {
            BitSet zeros = Positions.zeros(next.weights(), next.inputAxis());
            return Positions.owners(zeros, obstacles.size(), block);
        }

        /** Why {@code neuron} cannot become a part of the next bias if its weights are all zero; empty if it can. */
        String obstacle(int neuron) {
            boolean zero = true;
            for (int i = neuron * block; i < (neuron + 1) * block; i++) {
                zero &= values[i] == 0;
                if (!Float.isFinite(values[i])) {
                    return "its constant output is " + values[i] + " before " + next.node();
                }
            }
            boolean fades = !zero && next.isPadded();
            return fades ? "its constant output meets the zero padding of " + next.node() : obstacles.get(neuron);
        }
    }

    /**
     * A node on the way.
     *
     * @param operands constant operands with a number for each neuron, and the axis where these lie
     * @param block how many numbers belong to each neuron
     */
    record Step(Node node, List<Operand> operands, int block) {
        record Operand(int index, int axis) {}
    }
}
