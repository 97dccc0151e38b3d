package dev.lathe.graph.pass;

import dev.lathe.graph.Node;
import dev.lathe.op.Conv;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
import dev.lathe.op.Op;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A Conv, ConvTranspose or Gemm of constant weights and bias with no epilogue yet: something whose result can be scaled
 * and shifted per channel (axis 1) by changing constants.
 *
 * @param bias null when the node has none
 * @param channels extent of the result's axis 1
 */
record Linear(Node node, Tensor weights, @Nullable Tensor bias, int channels) {

    /** {@code node} seen so, or null if it is not. */
    static @Nullable Linear of(@Nullable Node node, Rewriter rewriter) {
        if (node == null) {
            return null;
        }
        Tensor weights = rewriter.constant(node.input(1));
        if (weights == null || weights.dtype() != DType.FLOAT32 || weights.size() == 0) {
            return null;
        }
        int channels = channels(node.op(), weights.shape());
        String biasName = node.input(2);
        Tensor bias = rewriter.constant(biasName);
        boolean biasFits = biasName.isEmpty() || (bias != null && fits(bias, node.op(), channels));
        return channels > 0 && biasFits ? new Linear(node, weights, bias, channels) : null;
    }

    /** A bias is [k]; that of Gemm may be anything that broadcasts to a row. */
    private static boolean fits(Tensor bias, Op op, int channels) {
        return (op instanceof Gemm || bias.size() == channels) && Affine.perChannel(bias, channels, 2) != null;
    }

    /** Extent of the result's axis 1; 0 if {@code op} is none of the three or weights do not fit it. */
    private static int channels(Op op, Shape weights) {
        if (op instanceof Conv conv && conv.epilogue().equals(Epilogue.NONE) && weights.rank() >= 3) {
            return weights.dim(0);
        }
        if (op instanceof ConvTranspose conv && weights.rank() >= 3 && conv.groups() > 0) {
            return weights.dim(0) % conv.groups() == 0 ? weights.dim(1) * conv.groups() : 0;
        }
        if (op instanceof Gemm gemm && gemm.epilogue().equals(Epilogue.NONE) && weights.rank() == 2) {
            return weights.dim(gemm.transposeB() ? 0 : 1);
        }
        return 0;
    }

    /** Rank of the result. */
    int rank() {
        return weights.shape().rank();
    }

    /** Weights that give {@code scale[c]} times the result; null if one is beyond single precision. */
    @Nullable
    Tensor scaled(double[] scale) {
        Tensor scaled = weights.copy();
        int run = neighbours();
        for (int i = 0; i < scaled.size(); i += run) {
            if (!scale(scaled.floats(), i, i + run, scale[channelOf(i)])) {
                return null;
            }
        }
        return scaled;
    }

    /** Whether all products are within single precision. */
    private static boolean scale(float[] values, int from, int to, double factor) {
        boolean finite = true;
        for (int i = from; i < to; i++) {
            values[i] = (float) (values[i] * factor);
            finite &= Float.isFinite(values[i]);
        }
        return finite;
    }

    /** How many weights, side by side, add to the same channel. */
    private int neighbours() {
        if (node.op() instanceof ConvTranspose) {
            return weights.shape().product(2, rank());
        }
        return node.op() instanceof Gemm gemm && !gemm.transposeB() ? 1 : weights.size() / channels;
    }

    /** The channel that weight {@code index} adds to. */
    private int channelOf(int index) {
        Shape shape = weights.shape();
        int position = index / neighbours();
        if (node.op() instanceof ConvTranspose conv) {
            int inGroup = position % shape.dim(1);
            int group = position / shape.dim(1) / (shape.dim(0) / conv.groups());
            return group * shape.dim(1) + inGroup;
        }
        return position % channels;
    }

    /** Bias [channels] under {@code affine}; null if an element is beyond single precision. */
    @Nullable
    Tensor shifted(Affine affine) {
        double beta = node.op() instanceof Gemm gemm ? gemm.beta() : 1;
        float[] values = new float[channels];
        for (int c = 0; c < channels; c++) {
            double old = bias == null ? 0 : beta * bias.doubleAt(bias.size() == 1 ? 0 : c);
            values[c] = (float) (old * affine.scale()[c] + affine.shift()[c]);
            if (!Float.isFinite(values[c])) {
                return null;
            }
        }
        return Tensor.of(Shape.of(channels), values);
    }

    /** The operator that takes what {@link #shifted} gives: a Gemm's beta is in the bias now. */
    Op folded() {
        return node.op() instanceof Gemm gemm
                ? new Gemm(gemm.alpha(), 1, gemm.transposeA(), gemm.transposeB(), gemm.epilogue())
                : node.op();
    }
}
