package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * exp(x)/sum or its logarithm along {@code axis}; {@code flatten} (opsets before 13): over all axes from {@code axis} on together.
 */
public record Softmax(int axis, boolean log, boolean flatten) implements Op {
    @Override
    public String name() {
        return log ? "LogSoftmax" : "Softmax";
    }
    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
