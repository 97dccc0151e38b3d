package dev.lathe.compress.prune;

import dev.lathe.error.DataException;
import dev.lathe.error.InputException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Conv;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.op.Op;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weights of a layer and how they lie.
 *
 * @param values FLOAT32; only read
 * @param inputAxis the axis along which the inputs of one output lie: 1 of the [k, c, kernel...] of a Conv, that of the
 *     summation of a matrix
 */
public record Weights(Tensor values, int inputAxis) {
    private static final int WEIGHTS = 1;

    /** @throws InputException if {@code values} are no floats or have no such axis */
    public Weights {
        if (values.dtype() != DType.FLOAT32
                || inputAxis < 0
                || inputAxis >= values.shape().rank()) {
            throw new InputException(
                    "weights to prune are float32 with an axis of inputs, got " + values + " and axis " + inputAxis);
        }
    }

    /**
     * The constant {@code name} as the first Conv, ConvTranspose, Gemm or MatMul that has it as its operand 1 sees it.
     *
     * @throws InputException if none has
     */
    public static Weights of(Graph graph, String name) {
        Weights weights = all(graph).get(name);
        if (weights == null) {
            throw new InputException("'" + name + "' is not the constant float32 weight of a Conv, ConvTranspose, Gemm"
                    + " or MatMul of graph '" + graph.name() + "'");
        }
        return weights;
    }

    /** All such constants by name, in the order in which the graph runs. */
    public static Map<String, Weights> all(Graph graph) {
        Map<String, Weights> all = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            Tensor values = graph.constant(node.input(WEIGHTS));
            if (values != null && values.dtype() == DType.FLOAT32) {
                int axis = inputAxis(node.op(), values.shape().rank());
                if (axis >= 0) {
                    all.putIfAbsent(node.input(WEIGHTS), new Weights(values, axis));
                }
            }
        }
        return all;
    }

    /** Refuses NaN and infinities of the constant {@code name}. */
    void checkFinite(String name) {
        float[] array = values.floats();
        for (int i = 0; i < values.size(); i++) {
            if (!Float.isFinite(array[i])) {
                throw new DataException(
                        "weight " + i + " of '" + name + "' is " + array[i] + ", wanted a finite number to prune");
            }
        }
    }

    /** About the mean, of the population; 0 if there are no weights. */
    double standardDeviation() {
        float[] array = values.floats();
        int size = values.size();
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += array[i];
        }
        double mean = sum / size;
        double squares = 0;
        for (int i = 0; i < size; i++) {
            squares += (array[i] - mean) * (array[i] - mean);
        }
        return size == 0 ? 0 : Math.sqrt(squares / size);
    }

    /** -1 if {@code op} has no weights of {@code rank} as its operand 1. */
    private static int inputAxis(Op op, int rank) {
        return switch (op) {
            case Conv _ when rank >= 3 -> 1;
            case ConvTranspose _ when rank >= 3 -> 0;
            case Gemm gemm when rank == 2 -> gemm.transposeB() ? 1 : 0;
            case MatMul _ when rank >= 2 -> rank - 2;
            case Op _ -> -1;
        };
    }
}
