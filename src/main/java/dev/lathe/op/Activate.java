package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * An {@link Activation} applied to each element of {@code x} (FLOAT32).
 */
public record Activate(Activation function) implements Op {
    @Override
    public String name() {
        return function.getClass().getSimpleName();
    }
    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
