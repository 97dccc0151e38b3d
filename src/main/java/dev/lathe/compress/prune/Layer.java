package dev.lathe.compress.prune;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.op.Op;
import dev.lathe.op.Padding;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Neurons: the filters of a Conv of one group, or the columns of the matrix of a Gemm, or of a MatMul of two matrices.
 * Weights and bias are constants.
 *
 * @param bias one number for each neuron or one for all; null if there is none
 * @param neuronAxis of the weights
 * @param inputAxis of the weights
 */
record Layer(Node node, Tensor weights, @Nullable Tensor bias, int neuronAxis, int inputAxis) {
    static final int WEIGHTS = 1;
    static final int BIAS = 2;

    /** {@code node} seen so, or null if it is none. */
    static @Nullable Layer of(Links links, Node node) {
        Graph graph = links.graph();
        Tensor weights = graph.constant(node.input(WEIGHTS));
        Tensor bias = graph.constant(node.input(BIAS));
        boolean biasIsKnown = node.input(BIAS).isEmpty() || bias != null;
        if (weights == null || weights.dtype() != DType.FLOAT32 || weights.size() == 0 || !biasIsKnown) {
            return null;
        }
        int rank = weights.shape().rank();
        Layer layer =
                switch (node.op()) {
                    case Conv conv when conv.groups() == 1 && rank >= 3 -> new Layer(node, weights, bias, 0, 1);
                    case Gemm gemm
                    when rank == 2 && !gemm.transposeA() ->
                        new Layer(node, weights, bias, gemm.transposeB() ? 0 : 1, gemm.transposeB() ? 1 : 0);
                    case MatMul _
                    when rank == 2 && links.isMatrix(node.input(0)) -> new Layer(node, weights, null, 1, 0);
                    case Op _ -> null;
                };
        return layer != null && layer.biasFits() ? layer : null;
    }

    /** A Gemm may also add a matrix, or one number for each row. */
    private boolean biasFits() {
        return bias == null
                || bias.size() == 1
                || bias.shape().rank() >= 1
                        && bias.size() == neurons()
                        && bias.shape().dim(bias.shape().rank() - 1) == neurons();
    }

    int neurons() {
        return weights.shape().dim(neuronAxis);
    }

    int inputs() {
        return weights.shape().dim(inputAxis);
    }

    /** What the node does to its sum before it stores it. */
    Epilogue epilogue() {
        return switch (node.op()) {
            case Conv conv -> conv.epilogue();
            case Gemm gemm -> gemm.epilogue();
            case Op _ -> Epilogue.NONE;
        };
    }

    /** The bias that {@code neuron} adds, scaled as the node does it. */
    double biasOf(int neuron) {
        double beta = node.op() instanceof Gemm gemm ? gemm.beta() : 1;
        return bias == null ? 0 : beta * bias.doubleAt(bias.size() == 1 ? 0 : neuron);
    }

    /** Whether windows may reach zeros around the input, so that a constant input gives no constant sum. */
    boolean isPadded() {
        if (!(node.op() instanceof Conv conv)) {
            return false;
        }
        return switch (conv.window().padding()) {
            case Padding.Valid _ -> false;
            case Padding.Explicit pads ->
                Stream.concat(pads.begin().stream(), pads.end().stream()).anyMatch(pad -> pad > 0);
            case Padding.SameUpper _, Padding.SameLower _ ->
                IntStream.range(2, weights.shape().rank())
                        .anyMatch(axis -> weights.shape().dim(axis) > 1);
        };
    }

    /** What each neuron adds to its sum for inputs of constant {@code values}, windows being unpadded. */
    double[] response(float[] values) {
        double alpha = node.op() instanceof Gemm gemm ? gemm.alpha() : 1;
        double[] response = new double[neurons()];
        int[] strides = weights.shape().strides();
        for (int i = 0; i < weights.size(); i++) {
            float value = values[i / strides[inputAxis] % inputs()];
            if (value != 0) {
                response[i / strides[neuronAxis] % neurons()] += alpha * value * weights.floats()[i];
            }
        }
        return response;
    }

    /** The operator that adds the bias as it is given: with no factor, and for a MatMul at all. */
    Op withPlainBias() {
        return switch (node.op()) {
            case Gemm gemm -> new Gemm(gemm.alpha(), 1, gemm.transposeA(), gemm.transposeB(), gemm.epilogue());
            case MatMul _ -> new Gemm(1, 1, false, false, Epilogue.NONE);
            case Op other -> other;
        };
    }
}
