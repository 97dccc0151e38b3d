package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Operand 1 where BOOL operand 0 is true, otherwise operand 2; all three broadcast.
 */
public record Where() implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
