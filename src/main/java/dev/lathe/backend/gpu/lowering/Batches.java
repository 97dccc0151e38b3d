package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import java.util.Arrays;

/**
 * The matrix products of a MatMul as images and groups of one {@link Correlation}: one right matrix for all left ones
 * makes one large product, one left matrix for all right ones makes images, and pairs make groups. Where the leading
 * extents broadcast in another way, copies are made that are pairs.
 */
record Batches(int images, int groups, int rows, int depth, int columns, Arg a, Arg b) {
    static Batches of(Call call, Draft draft) {
        Shape a = call.shape(0).rank() == 1 ? Shape.of(1, call.shape(0).dim(0)) : call.shape(0);
        Shape b = call.shape(1).rank() == 1 ? Shape.of(call.shape(1).dim(0), 1) : call.shape(1);
        int rows = a.dim(a.rank() - 2);
        int depth = a.dim(a.rank() - 1);
        int columns = b.dim(b.rank() - 1);
        Shape left = a.slice(0, a.rank() - 2);
        Shape right = b.slice(0, b.rank() - 2);
        Shape all = Shape.broadcast(left, right);
        Arg first = new Arg.Operand(0);
        Arg second = new Arg.Operand(1);
        if (right.size() == 1) {
            return new Batches(1, 1, left.size() * rows, depth, columns, first, second);
        }
        if (left.size() == 1) {
            return new Batches(right.size(), 1, rows, depth, columns, first, second);
        }
        return new Batches(
                1,
                all.size(),
                rows,
                depth,
                columns,
                left.size() == all.size() ? first : repeated(first, left, all, rows * depth, call, draft),
                right.size() == all.size() ? second : repeated(second, right, all, depth * columns, call, draft));
    }

    /** A copy of {@code matrices} with one matrix of {@code size} elements for each place in {@code to}. */
    private static Arg repeated(Arg matrices, Shape from, Shape to, int size, Call call, Draft draft) {
        Arg copy = draft.scratch((long) to.size() * size);
        int[] extents = Arrays.copyOf(to.dims(), to.rank() + 1);
        extents[to.rank()] = size;
        int[] source = new int[extents.length];
        int[] target = Shape.of(extents).strides();
        source[to.rank()] = 1;
        int more = to.rank() - from.rank();
        for (int i = 0; i < from.rank(); i++) {
            source[more + i] = from.dim(i) == 1 ? 0 : from.strides()[i] * size;
        }
        if (size > 0) {
            draft.add(Copies.strided(matrices, copy, StridedBox.of(DType.FLOAT32, extents, source, target), call));
        }
        return copy;
    }
}
