package dev.lathe.compress;

import dev.lathe.compress.lowrank.Kernel;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A convolution or matrix product with constant weights that nothing else uses.
 *
 * @param input the value it reads; of a {@link Form#FLATTENED} layer that before the flattening
 * @param kernelExtents of the spatial axes; empty for a matrix
 */
record Layer(Node node, Form form, String input, Tensor weights, Extents extents, List<Integer> kernelExtents)
        implements Candidate {
    /** How the weights are applied. */
    enum Form {
        /** A Conv. */
        CONVOLUTION,
        /** A Gemm on flattened maps, which is a convolution whose kernel covers the map (Kim et al. 2015 on fc6). */
        FLATTENED,
        /** A Gemm or MatMul on vectors. */
        MATRIX
    }

    Layer {
        kernelExtents = List.copyOf(kernelExtents);
    }

    @Override
    public long parameters() {
        return extents.parameters();
    }

    @Override
    public long macs() {
        return extents.macs();
    }

    /** This layer with other operands of its node. */
    Layer withInputs(List<String> inputs) {
        return new Layer(node.withInputs(inputs), form, input, weights, extents, kernelExtents);
    }

    String name() {
        return node.name();
    }

    /** Name of the constant that holds the weights. */
    String constant() {
        return node.input(1);
    }

    /** Whether the weights lie as [outputs, inputs...], as those of a convolution do; else as [inputs, outputs]. */
    boolean outputsFirst() {
        return form == Form.CONVOLUTION || node.op() instanceof Gemm gemm && gemm.transposeB();
    }

    /** The kernel of every group. */
    List<Kernel> kernels() {
        int rows = weights.shape().dim(0);
        float[] values = outputsFirst() ? weights.floats() : transposed(weights.floats(), rows, weights.size() / rows);
        int size = extents.outputs() * extents.inputs() * extents.taps();
        return IntStream.range(0, extents.groups())
                .mapToObj(group -> new Kernel(
                        extents.outputs(),
                        extents.inputs(),
                        extents.taps(),
                        Arrays.copyOfRange(values, group * size, (group + 1) * size)))
                .toList();
    }

    /**
     * Whether a bias can be added that was not there, or to the one that is, which then is a constant of one number or
     * one for each output.
     */
    boolean takesBias(Graph graph) {
        if (node.op() instanceof MatMul) {
            return form == Form.FLATTENED;
        }
        boolean plain = !(node.op() instanceof Gemm gemm) || gemm.alpha() == 1 && gemm.beta() == 1;
        String bias = node.input(2);
        Tensor known = graph.constant(bias);
        int channels = extents.groups() * extents.outputs();
        return plain && (bias.isEmpty() || known != null && (known.size() == 1 || known.size() == channels));
    }

    /** {@code [rows][columns]} as {@code [columns][rows]}. */
    static float[] transposed(float[] values, int rows, int columns) {
        float[] result = new float[rows * columns];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                result[c * rows + r] = values[r * columns + c];
            }
        }
        return result;
    }
}
