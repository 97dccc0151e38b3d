package dev.lathe.op;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * The derivative of a Relu by its x: operand 0, FLOAT32, is that by its result, operand 1, of the same shape, the
 * result itself. The former where the latter is above 0, otherwise 0.
 *
 * <p>Made by differentiation; ONNX has no such operator, and files never hold it.
 */
public record ReluGradient() implements Op {
    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 2, 2);
        Check.dtype(this, in, 0, DType.FLOAT32);
        Check.dtype(this, in, 1, DType.FLOAT32);
        Check.check(
                this,
                in.shape(0).equals(in.shape(1)),
                "operand 1 is %s, wanted %s as operand 0",
                in.shape(1),
                in.shape(0));
        return List.of(in.type(0));
    }
}
