package dev.lathe.graph.pass;

import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Binary;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** scale[c]·x + shift[c] for each channel c: what a normalisation or a constant operand does to a value. */
record Affine(double[] scale, double[] shift) {

    /** The statistics are vectors of one length; null if they are anything else. */
    static @Nullable Affine of(BatchNormalization op, Tensor scale, Tensor bias, Tensor mean, Tensor variance) {
        int channels = scale.size();
        for (Tensor statistic : new Tensor[] {scale, bias, mean, variance}) {
            if (statistic.dtype() != DType.FLOAT32 || statistic.size() != channels) {
                return null;
            }
        }
        double[] factor = new double[channels];
        double[] shift = new double[channels];
        for (int c = 0; c < channels; c++) {
            factor[c] = scale.doubleAt(c) / Math.sqrt(variance.doubleAt(c) + op.epsilon());
            shift[c] = bias.doubleAt(c) - mean.doubleAt(c) * factor[c];
        }
        return new Affine(factor, shift);
    }

    /**
     * x on the left and {@code operand} on the right, or the other way round with {@code swapped}; null if that is not
     * affine in x.
     *
     * @param operand one number per channel
     */
    static @Nullable Affine of(Binary.Function function, double[] operand, boolean swapped) {
        double[] zeros = new double[operand.length];
        return switch (function) {
            case ADD -> new Affine(filled(operand.length, 1), operand);
            case SUB ->
                swapped
                        ? new Affine(filled(operand.length, -1), operand)
                        : new Affine(
                                filled(operand.length, 1),
                                Arrays.stream(operand).map(v -> -v).toArray());
            case MUL -> new Affine(operand, zeros);
            case DIV ->
                swapped
                        ? null
                        : new Affine(Arrays.stream(operand).map(v -> 1 / v).toArray(), zeros);
            case POW, MOD, FMOD, MIN, MAX, AND, OR, XOR, EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> null;
        };
    }

    /**
     * One number per channel from an operand that broadcasts against a value of {@code rank} whose axis 1 has
     * {@code channels} positions; null if it varies along another axis or would make the result larger.
     */
    static double @Nullable [] perChannel(Tensor operand, int channels, int rank) {
        int ahead = rank - operand.shape().rank();
        if (ahead < 0 || operand.dtype() != DType.FLOAT32) {
            return null;
        }
        for (int axis = 0; axis < operand.shape().rank(); axis++) {
            int extent = operand.shape().dim(axis);
            if (extent != 1 && !(axis + ahead == 1 && extent == channels)) {
                return null;
            }
        }
        double[] values = new double[channels];
        Arrays.setAll(values, c -> operand.doubleAt(operand.size() == 1 ? 0 : c));
        return values;
    }

    int channels() {
        return scale.length;
    }

    /** Whether every factor is 1. */
    boolean isShift() {
        return Arrays.stream(scale).allMatch(factor -> factor == 1);
    }

    private static double[] filled(int length, double value) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }
}
