package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Inference dropout: the first result is x itself, the second (if wanted) a BOOL mask of ones. Operands ratio and training mode are ignored, training mode must not be true.
 */
public record Dropout() implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
