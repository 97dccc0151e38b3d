package dev.lathe.op;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * exp(x)/sum or its logarithm along {@code axis}; {@code flatten} (opsets before 13): over all axes from {@code axis}
 * on together. FLOAT32.
 */
public record Softmax(int axis, boolean log, boolean flatten) implements Op {
    @Override
    public String name() {
        return log ? "LogSoftmax" : "Softmax";
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, 1);
        Check.dtype(this, in, 0, DType.FLOAT32);
        Axes.resolve(this, in.shape(0), axis);
        return List.of(in.type(0));
    }

    /** Number of elements that are normalised together in {@code x}. */
    public int length(Shape x) {
        int along = x.axis(axis);
        return flatten ? x.product(along, x.rank()) : x.dim(along);
    }

    /** Distance in {@code x} between neighbours that are normalised together. */
    public int stride(Shape x) {
        return flatten ? 1 : x.product(x.axis(axis) + 1, x.rank());
    }
}
