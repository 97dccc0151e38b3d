package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * x if x &ge; 0, otherwise slope·x; slope (operand 1) broadcasts to x.
 */
public record PRelu() implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
