package dev.lathe.op;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.TensorType;
import java.util.List;

/** An {@link Activation} applied to each element of {@code x} (FLOAT32, any shape). */
public record Activate(Activation function) implements Op {
    @Override
    public String name() {
        return function.getClass().getSimpleName();
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, 1);
        Check.dtype(this, in, 0, DType.FLOAT32);
        return List.of(in.type(0));
    }
}
