package dev.lathe.op;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * The extents of operand 0 from axis {@code start} to {@code end} (negative: from the end, clamped) as INT64;
 * {@code Integer.MAX_VALUE} as end: all.
 */
public record ShapeOf(int start, int end) implements Op {
    @Override
    public String name() {
        return "Shape";
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, 1);
        return List.of(new TensorType(DType.INT64, Shape.of(extents(in.shape(0)).length)));
    }

    /** The extents of {@code x} that the result holds. */
    public long[] extents(Shape x) {
        int from = clamp(start, x.rank());
        int to = Math.max(clamp(end, x.rank()), from);
        long[] extents = new long[to - from];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = x.dim(from + i);
        }
        return extents;
    }

    private static int clamp(int axis, int rank) {
        return Math.clamp(axis < 0 ? axis + rank : axis, 0, rank);
    }
}
