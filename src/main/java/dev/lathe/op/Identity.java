package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/** The operand itself. */
public record Identity() implements Op {
    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, 1);
        return List.of(in.type(0));
    }
}
