package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * ArgMax or ArgMin: INT64 index of the extreme element along {@code axis}; of equal ones the first, or the last.
 */
public record ArgReduce(boolean max, int axis, boolean keepDims, boolean selectLast) implements Op {
    @Override
    public String name() {
        return max ? "ArgMax" : "ArgMin";
    }
    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
