package dev.lathe.op;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.TensorType;
import java.util.List;

/** x if x &ge; 0, otherwise slope·x; slope (operand 1) broadcasts to x. FLOAT32, INT64 or INT32. */
public record PRelu() implements Op {
    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 2, 2);
        Check.dtype(this, in, 0, DType.FLOAT32, DType.INT64, DType.INT32);
        Elementwise.sameType(this, in, 0, 1);
        Elementwise.broadcastsTo(this, in, 1, in.shape(0));
        return List.of(in.type(0));
    }
}
