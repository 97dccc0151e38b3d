package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * The extents of operand 0 from axis {@code start} to {@code end} (negative: from the end, clamped) as INT64; {@code Integer.MAX_VALUE} as end: all.
 */
public record ShapeOf(int start, int end) implements Op {
    @Override
    public String name() {
        return "Shape";
    }
    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
