package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * [n, c, h, w] to [n, c·block^2, h/block, w/block].
 */
public record SpaceToDepth(int block) implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
