package dev.lathe.compress.prune;

import dev.lathe.compress.prune.Way.Step;
import dev.lathe.graph.Node;
import dev.lathe.graph.pass.Evaluator;
import dev.lathe.op.Activate;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Binary;
import dev.lathe.op.Conv;
import dev.lathe.op.Dropout;
import dev.lathe.op.Flatten;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.Identity;
import dev.lathe.op.Op;
import dev.lathe.op.PRelu;
import dev.lathe.op.Pool;
import dev.lathe.op.Unary;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/**
 * The walk from a layer to the next, which finds out on the way what the neurons are if their weights are all zero: the
 * same number everywhere, so each operator is computed for one place only. Pools are not computed; they let a constant
 * pass or spoil it.
 */
final class Walk {
    private static final String PASSED = "";

    private final Links links;
    private final Layer layer;
    private final Evaluator evaluator;
    private final List<Step> steps = new ArrayList<>();
    private final String[] obstacles;
    /** Of the value that has been reached. */
    private int rank;
    /** One place of it, [1, positions, 1...]. */
    private Tensor place;
    /** Whether it was flattened, and nothing has told yet how many positions that makes for each neuron. */
    private boolean flattened;

    private Walk(Layer layer, Links links, Evaluator evaluator) {
        this.links = links;
        this.layer = layer;
        this.evaluator = evaluator;
        this.rank = layer.weights().shape().rank();
        this.obstacles = new String[layer.neurons()];
        Arrays.fill(obstacles, PASSED);
        float[] biases = new float[layer.neurons()];
        for (int neuron = 0; neuron < biases.length; neuron++) {
            biases[neuron] = (float) layer.biasOf(neuron);
        }
        this.place = place(biases);
    }

    static Way from(Layer layer, Links links, Evaluator evaluator) {
        return new Walk(layer, links, evaluator).way();
    }

    private Way way() {
        if (layer.epilogue().residual()) {
            return new Way.Blocked(layer.node() + " adds another value to its sum");
        }
        if (layer.epilogue().activation() != null) {
            place = evaluator
                    .evaluate(new Activate(layer.epilogue().activation()), List.of(place))
                    .getFirst();
        }
        Node node = layer.node();
        while (true) {
            String reason = links.detour(node);
            if (!reason.isEmpty()) {
                return new Way.Blocked(reason);
            }
            String value = node.output();
            node = links.users().get(value);
            Layer next = node.input(0).equals(value) ? Layer.of(links, node) : null;
            if (next != null && next.weights().shape().rank() == rank && spread(next.inputs())) {
                int block = next.inputs() / layer.neurons();
                return new Way.Open(steps, next, block, place.floats(), List.of(obstacles));
            }
            reason = step(node, value);
            if (!reason.isEmpty()) {
                return new Way.Blocked(reason);
            }
        }
    }

    /** Takes the step through {@code node}; why it cannot be taken, or {@link #PASSED}. */
    private String step(Node node, String value) {
        return switch (node.op()) {
            case Identity _, Dropout _ -> PASSED;
            case Flatten flatten -> flatten(node, flatten.axis());
            case Activate _ -> compute(node, value, List.of());
            case Unary unary when !unary.function().asks() -> compute(node, value, List.of());
            case Binary binary when isArithmetic(binary) -> join(node, value);
            case PRelu _ when node.input(0).equals(value) -> join(node, value);
            case BatchNormalization _ when node.input(0).equals(value) -> normalise(node, value);
            case Pool pool -> pool(node, number -> Pools.pass(pool, number));
            case GlobalPool pool -> pool(node, number -> Pools.pass(pool, number));
            case Conv conv when conv.groups() > 1 -> node + " has " + conv.groups() + " groups";
            case Op _ -> "neurons cannot be told apart behind " + node;
        };
    }

    private static boolean isArithmetic(Binary binary) {
        return switch (binary.function()) {
            case ADD, SUB, MUL, DIV, POW, MIN, MAX -> true;
            case MOD, FMOD, AND, OR, XOR, EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> false;
        };
    }

    private String flatten(Node node, int axis) {
        if (axis != 1 && axis != 1 - rank) {
            return "neurons cannot be told apart behind " + node;
        }
        flattened |= rank > 2;
        rank = 2;
        place = place(place.floats());
        return PASSED;
    }

    /** The other operand has to be a constant, one number for all neurons or one for each position. */
    private String join(Node node, String value) {
        int other = node.input(0).equals(value) ? 1 : 0;
        Tensor operand = links.graph().constant(node.input(other));
        if (operand == null || operand.dtype() != DType.FLOAT32) {
            return node + " joins another value";
        }
        Shape shape = operand.shape();
        int axis = shape.rank() - rank + 1;
        int extent = axis >= 0 && axis < shape.rank() ? shape.dim(axis) : 1;
        if (shape.rank() > rank || shape.size() != extent || extent > 1 && !spread(extent)) {
            return node + " treats places or batches differently";
        }
        return compute(node, value, extent > 1 ? List.of(new Step.Operand(other, axis)) : List.of());
    }

    private String normalise(Node node, String value) {
        List<Step.Operand> operands = new ArrayList<>();
        for (int i = 1; i < node.inputs().size(); i++) {
            Tensor statistic = links.graph().constant(node.input(i));
            if (statistic == null || statistic.dtype() != DType.FLOAT32 || !spread(statistic.size())) {
                return node + " has no constant statistics for each neuron";
            }
            operands.add(new Step.Operand(i, 0));
        }
        return compute(node, value, operands);
    }

    private String compute(Node node, String value, List<Step.Operand> operands) {
        List<@Nullable Tensor> inputs = new ArrayList<>();
        for (String input : node.inputs()) {
            inputs.add(input.equals(value) ? place : links.graph().constant(input));
        }
        place = evaluator.evaluate(node.op(), inputs).getFirst();
        if (!operands.isEmpty()) {
            steps.add(new Step(node, operands, place.size() / layer.neurons()));
        }
        return PASSED;
    }

    private String pool(Node node, DoublePredicate passes) {
        for (int neuron = 0; neuron < obstacles.length; neuron++) {
            if (!passes.test(place.floats()[neuron])) {
                obstacles[neuron] = "its constant output differs from place to place behind " + node;
            }
        }
        return PASSED;
    }

    /** Settles how many {@code positions} there are; false if it cannot be so many. */
    private boolean spread(int positions) {
        int known = place.size();
        if (!flattened || positions == 0 || positions % known != 0) {
            return positions == known;
        }
        float[] spread = new float[positions];
        for (int i = 0; i < positions; i++) {
            spread[i] = place.floats()[i / (positions / known)];
        }
        place = place(spread);
        flattened = false;
        return true;
    }

    private Tensor place(float[] numbers) {
        int[] dims = new int[rank];
        Arrays.fill(dims, 1);
        dims[1] = numbers.length;
        return Tensor.of(Shape.of(dims), numbers);
    }
}
