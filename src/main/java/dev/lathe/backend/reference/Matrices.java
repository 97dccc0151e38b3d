package dev.lathe.backend.reference;

import dev.lathe.op.Activation;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.op.MatMulInteger;
import dev.lathe.op.QLinearMatMul;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Matrix products. */
final class Matrices {
    private Matrices() {}

    static void gemm(Gemm op, Args args) {
        Tensor y = args.out(0);
        Tensor a = args.in(0);
        Tensor b = args.in(1);
        int depth = a.shape().dim(op.transposeA() ? 0 : 1);
        int rows = y.shape().dim(0);
        int columns = y.shape().dim(1);
        Broadcast c = args.has(2) ? new Broadcast(args.in(2).shape(), y.shape()) : null;
        for (int i = 0; i < y.size(); i++) {
            int row = i / columns;
            int column = i % columns;
            Walk left = op.transposeA() ? new Walk(row, rows) : new Walk(row * depth, 1);
            Walk right = op.transposeB() ? new Walk(column * depth, 1) : new Walk(column, columns);
            if (y.dtype() == DType.FLOAT32) {
                double sum = op.alpha() * dot(a, left, b, right, depth);
                if (c != null) {
                    sum += op.beta() * args.in(2).doubleAt(c.index(i));
                }
                y.set(i, finished(op, args, i, sum));
            } else {
                long sum = scaled(op.alpha(), exactDot(a, left, b, right, depth));
                if (c != null) {
                    sum += scaled(op.beta(), args.in(2).longAt(c.index(i)));
                }
                y.set(i, op.epilogue().residual() ? sum + args.in(3).longAt(i) : sum);
            }
        }
    }

    private static double finished(Gemm op, Args args, int index, double sum) {
        double value = op.epilogue().residual() ? sum + args.in(3).doubleAt(index) : sum;
        Activation activation = op.epilogue().activation();
        return activation == null ? value : Elements.apply(activation, value);
    }

    private static long scaled(float factor, long value) {
        return factor == 1 ? value : (long) ((double) factor * value);
    }

    /** Elements {@code start + i·step}, i = 0, 1, ... of an array. */
    private record Walk(int start, int step) {
        int at(int i) {
            return start + i * step;
        }
    }

    private static double dot(Tensor a, Walk left, Tensor b, Walk right, int depth) {
        double sum = 0;
        for (int i = 0; i < depth; i++) {
            sum += a.doubleAt(left.at(i)) * b.doubleAt(right.at(i));
        }
        return sum;
    }

    private static long exactDot(Tensor a, Walk left, Tensor b, Walk right, int depth) {
        long sum = 0;
        for (int i = 0; i < depth; i++) {
            sum += a.longAt(left.at(i)) * b.longAt(right.at(i));
        }
        return sum;
    }

    static void matMul(MatMul op, Args args) {
        Tensor a = args.in(0);
        Tensor b = args.in(1);
        Tensor y = args.out(0);
        Batches batches = new Batches(a.shape(), b.shape());
        for (int i = 0; i < y.size(); i++) {
            Walk left = new Walk(batches.row(i) * batches.depth, 1);
            Walk right = new Walk(batches.column(i), batches.columns);
            if (y.dtype() == DType.FLOAT32) {
                y.set(i, dot(a, left, b, right, batches.depth));
            } else {
                y.set(i, exactDot(a, left, b, right, batches.depth));
            }
        }
    }

    static void matMulInteger(MatMulInteger op, Args args) {
        Tensor y = args.out(0);
        Batches batches = new Batches(args.in(0).shape(), args.in(1).shape());
        Each aZero = new Each(args.has(2) ? args.in(2) : null, args.in(0).shape(), true);
        Each bZero = new Each(args.has(3) ? args.in(3) : null, args.in(1).shape(), false);
        for (int i = 0; i < y.size(); i++) {
            y.set(i, centredDot(args.in(0), aZero, args.in(1), bZero, batches, i));
        }
    }

    private static long centredDot(Tensor a, Each aZero, Tensor b, Each bZero, Batches batches, int index) {
        long sum = 0;
        for (int i = 0; i < batches.depth; i++) {
            int p = batches.row(index) * batches.depth + i;
            int q = batches.column(index) + i * batches.columns;
            sum += (a.longAt(p) - aZero.longAt(p)) * (b.longAt(q) - bZero.longAt(q));
        }
        return sum;
    }

    static void qLinearMatMul(QLinearMatMul op, Args args) {
        Tensor a = args.in(0);
        Tensor b = args.in(3);
        Tensor y = args.out(0);
        Batches batches = new Batches(a.shape(), b.shape());
        Each aScale = new Each(args.in(1), a.shape(), true);
        Each aZero = new Each(args.in(2), a.shape(), true);
        Each bScale = new Each(args.in(4), b.shape(), false);
        Each bZero = new Each(args.in(5), b.shape(), false);
        Each yScale = new Each(args.in(6), y.shape(), true);
        Each yZero = new Each(args.in(7), y.shape(), true);
        for (int i = 0; i < y.size(); i++) {
            long sum = centredDot(a, aZero, b, bZero, batches, i);
            double scale = batches.depth == 0
                    ? 0
                    : aScale.doubleAt(batches.row(i) * batches.depth) * bScale.doubleAt(batches.column(i));
            y.set(i, Quantization.code(sum * scale / yScale.doubleAt(i), yZero.longAt(i), y.dtype()));
        }
    }

    /** A scale or zero point, seen from the places of the matrix it belongs to. */
    private static final class Each {
        private final @Nullable Tensor values;
        private final @Nullable Broadcast places;

        Each(@Nullable Tensor values, Shape matrix, boolean perRow) {
            this.values = values;
            this.places = values == null || values.size() == 1
                    ? null
                    : new Broadcast(perRow ? MatMulInteger.asColumn(values.shape()) : values.shape(), matrix);
        }

        private int place(int index) {
            return places == null ? 0 : places.index(index);
        }

        long longAt(int index) {
            return values == null ? 0 : values.longAt(place(index));
        }

        double doubleAt(int index) {
            return values == null ? 0 : values.doubleAt(place(index));
        }
    }

    /** Which row of a and which column of b meet in an element of a batched product. */
    private static final class Batches {
        final int rows;
        final int columns;
        final int depth;
        private final Broadcast left;
        private final Broadcast right;

        Batches(Shape a, Shape b) {
            rows = a.rank() > 1 ? a.dim(a.rank() - 2) : 1;
            columns = b.rank() > 1 ? b.dim(b.rank() - 1) : 1;
            depth = a.dim(a.rank() - 1);
            Shape outerA = a.slice(0, Math.max(a.rank() - 2, 0));
            Shape outerB = b.slice(0, Math.max(b.rank() - 2, 0));
            Shape outer = Shape.broadcast(outerA, outerB);
            left = new Broadcast(outerA, outer);
            right = new Broadcast(outerB, outer);
        }

        /** Row of a, counted over all matrices, for element {@code index} of the result. */
        int row(int index) {
            int batch = index / (rows * columns);
            return left.index(batch) * rows + index / columns % rows;
        }

        /** Index in b where the column of element {@code index} of the result starts. */
        int column(int index) {
            int batch = index / (rows * columns);
            return right.index(batch) * depth * columns + index % columns;
        }
    }
}
