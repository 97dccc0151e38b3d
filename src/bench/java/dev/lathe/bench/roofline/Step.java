package dev.lathe.bench.roofline;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.backend.gpu.lowering.Lowerings;
import dev.lathe.error.UnsupportedException;
import dev.lathe.op.Conv;
import dev.lathe.tune.Tuning;
import java.util.ArrayList;
import java.util.List;

/**
 * Layers of a network that become launches together: one, or three convolutions in a row.
 *
 * @param lowered its operands count through those of all layers
 */
record Step(List<Layer> layers, Lowered.Launches lowered) {
    private static final int CHAIN = 3;

    /** All of {@code layers} in order, as a program for {@code card} takes them. */
    static List<Step> all(List<Layer> layers, Card card, Tuning tuning) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < layers.size(); i += steps.getLast().layers.size()) {
            List<Layer> chain = layers.subList(i, Math.min(i + CHAIN, layers.size()));
            boolean together = isChain(chain)
                    && lowered(chain, card, tuning) instanceof Lowered.Launches launches
                    && steps.add(new Step(chain, launches));
            if (!together) {
                steps.add(one(layers.get(i), card, tuning));
            }
        }
        return steps;
    }

    private static boolean isChain(List<Layer> layers) {
        return layers.size() == CHAIN
                && layers.stream().allMatch(Layer::isConv)
                && layers.stream().skip(1).allMatch(Layer::follows);
    }

    private static Lowered lowered(List<Layer> chain, Card card, Tuning tuning) {
        return Lowerings.chain(
                chain.stream().map(layer -> (Conv) layer.op()).toList(),
                chain.stream().map(layer -> call(layer, card, tuning)).toList());
    }

    private static Step one(Layer layer, Card card, Tuning tuning) {
        return switch (Lowerings.lower(layer.op(), call(layer, card, tuning))) {
            case Lowered.Refused(String reason) -> throw new UnsupportedException(layer.name() + ": " + reason);
            case Lowered.Launches launches -> new Step(List.of(layer), launches);
        };
    }

    private static Call call(Layer layer, Card card, Tuning tuning) {
        return new Call(layer.operands(), new ArrayList<>(layer.op().infer(layer.operands())), card.traits(), tuning);
    }

    String name() {
        return layers.size() == 1
                ? layers.getFirst().name()
                : layers.getFirst().name() + " to " + layers.getLast().name();
    }

    /** Whether operand {@code index} is the weights of a layer. */
    boolean isWeights(int index) {
        int first = 0;
        for (Layer layer : layers) {
            if (index == first + 1) {
                return true;
            }
            first += layer.operands().count();
        }
        return false;
    }

    double operandBytes(int index) {
        int left = index;
        for (Layer layer : layers) {
            if (left < layer.operands().count()) {
                return layer.operands().type(left).bytes();
            }
            left -= layer.operands().count();
        }
        throw new IllegalArgumentException(name() + " has no operand " + index);
    }

    double resultBytes(int index) {
        Layer last = layers.getLast();
        return last.op().infer(last.operands()).get(index).bytes();
    }
}
