package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * [n, c, h, w] to [n, c/block^2, h·block, w·block]; DCR order, or CRD with {@code columnFirst}.
 */
public record DepthToSpace(int block, boolean columnFirst) implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
