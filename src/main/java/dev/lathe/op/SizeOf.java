package dev.lathe.op;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/** The number of elements of operand 0 as an INT64 scalar. */
public record SizeOf() implements Op {
    @Override
    public String name() {
        return "Size";
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, 1);
        return List.of(new TensorType(DType.INT64, Shape.SCALAR));
    }
}
