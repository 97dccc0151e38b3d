package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Local response normalisation across channels: x / (bias + alpha/size · sum of squares of the {@code size} channels around)^beta.
 */
public record Lrn(int size, float alpha, float beta, float bias) implements Op {
    @Override
    public String name() {
        return "LRN";
    }
    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
