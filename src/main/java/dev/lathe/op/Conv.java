package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Cross-correlation over 1, 2 or 3 spatial axes. Operands x [n, c, ...], w [k, c/groups, kernel...], optional bias [k], and with a fused residual operand 3 of the result's shape. Result [n, k, out...].
 */
public record Conv(Window window, int groups, Epilogue epilogue) implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
