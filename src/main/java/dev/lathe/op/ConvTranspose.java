package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Transposed convolution: the gradient of Conv. Operands x [n, c, ...], w [c, k/groups, kernel...], optional bias [k]. A given {@code outputShape} (spatial) decides the padding.
 */
public record ConvTranspose(Window window, int groups, List<Integer> outputPadding, List<Integer> outputShape) implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
