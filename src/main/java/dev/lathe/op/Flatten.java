package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * To rank 2: [product of extents before {@code axis}, product of the rest].
 */
public record Flatten(int axis) implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
