package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Pooling over 1, 2 or 3 spatial axes of x [n, c, ...]. MAX gives a second INT64 result, the flat index of each maximum in x ({@code columnMajor}: with the last two spatial axes exchanged). AVERAGE divides by the window's positions inside x, with {@code countPadding} by those inside the padded x. {@code p}: the norm of LP.
 */
public record Pool(Kind kind, Window window, boolean ceil, boolean countPadding, int p, boolean columnMajor) implements Op {
    @Override
    public String name() {
        return switch (kind) {
            case MAX -> "MaxPool";
            case AVERAGE -> "AveragePool";
            case LP -> "LpPool";
        };
    }
    public enum Kind {
        MAX, AVERAGE, LP
    }

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
