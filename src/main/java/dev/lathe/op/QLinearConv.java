package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Quantised convolution. Operands x, x scale, x zero point, w, w scale, w zero point (scalars, for w also [k]), y scale, y zero point, optional INT32 bias [k]. y = saturate(round(conv·xs·ws/ys) + yz), ties to even.
 */
public record QLinearConv(Window window, int groups) implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
