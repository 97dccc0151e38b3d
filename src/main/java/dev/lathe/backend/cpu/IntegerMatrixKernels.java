package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.optional;

import dev.lathe.op.MatMulInteger;
import dev.lathe.op.Operands;
import dev.lathe.op.QLinearMatMul;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Products of 8-bit matrices, summed in 32 bits, split by rows; give the reference's results bit by bit. */
final class IntegerMatrixKernels {
    /** Largest depth at which 32 bits hold every sum of products of differences of 8-bit codes. */
    private static final int DEEPEST = Integer.MAX_VALUE / (255 * 255);

    private IntegerMatrixKernels() {}

    static Kernel matMulInteger(MatMulInteger op, Operands operands) {
        if (!uniform(operands, 2, true) || !uniform(operands, 3, false)) {
            return CpuKernels.plain(op);
        }
        Product product = new Product(operands, 0, 1);
        return (in, out, workers) -> {
            Codes a = new Codes(in.get(0), optional(in, 2));
            Codes b = new Codes(in.get(1), optional(in, 3));
            int[] y = out.get(0).ints();
            product.run(a, b, workers, (row, sums) -> System.arraycopy(sums, 0, y, row * sums.length, sums.length));
        };
    }

    static Kernel qLinearMatMul(QLinearMatMul op, Operands operands) {
        Product product = new Product(operands, 0, 3);
        boolean simple = product.depth > 0 && product.depth <= DEEPEST;
        for (int i : new int[] {1, 2, 6, 7}) {
            simple &= uniform(operands, i, true);
        }
        for (int i : new int[] {4, 5}) {
            simple &= uniform(operands, i, false);
        }
        if (!simple) {
            return CpuKernels.plain(op);
        }
        return (in, out, workers) -> {
            Codes a = new Codes(in.get(0), in.get(2));
            Codes b = new Codes(in.get(3), in.get(5));
            Tensor y = out.get(0);
            int least = y.dtype() == DType.INT8 ? Byte.MIN_VALUE : 0;
            product.run(a, b, workers, (row, sums) -> {
                double aScale = at(in.get(1), row % product.rows);
                double yScale = at(in.get(6), row % product.rows);
                double zero = at(in.get(7), row % product.rows);
                for (int i = 0; i < sums.length; i++) {
                    double quotient = sums[i] * (aScale * at(in.get(4), i)) / yScale;
                    double rounded = Double.isNaN(quotient) ? 0 : Math.rint(quotient);
                    y.bytes()[row * sums.length + i] = (byte) Math.clamp(rounded + zero, least, least + 255.0);
                }
            });
        };
    }

    /** Whether operand {@code index} is absent, one element, or the same vector for each matrix of the batch. */
    private static boolean uniform(Operands operands, int index, boolean perRow) {
        if (!operands.has(index) || operands.shape(index).size() == 1) {
            return true;
        }
        Shape shape = operands.shape(index);
        int along = perRow && shape.rank() > 1 ? shape.rank() - 2 : shape.rank() - 1;
        return shape.size() == shape.dim(along);
    }

    private static double at(Tensor values, int index) {
        return values.doubleAt(values.size() == 1 ? 0 : index);
    }

    /** 8-bit codes and what is subtracted from them; {@code flip} makes signed codes of unsigned bits. */
    private record Codes(byte[] bits, int flip, @Nullable Tensor zero) {
        Codes(Tensor codes, @Nullable Tensor zero) {
            this(codes.bytes(), codes.dtype() == DType.INT8 ? 0x80 : 0, zero);
        }

        /** What is subtracted from the bits of row or column {@code index}. */
        int shift(int index) {
            return flip + (zero == null ? 0 : (int) zero.longAt(zero.size() == 1 ? 0 : index));
        }
    }

    /** Takes the sums of one row, counted over all matrices of the batch. */
    private interface Sink {
        void take(int row, int[] sums);
    }

    /** Extents of a batched product and where its matrices lie. */
    private static final class Product {
        final int rows;
        final int columns;
        final int depth;
        private final int batch;
        private final Strides outer;

        Product(Operands operands, int left, int right) {
            Shape a = operands.shape(left);
            Shape b = operands.shape(right);
            rows = a.rank() > 1 ? a.dim(a.rank() - 2) : 1;
            columns = b.rank() > 1 ? b.dim(b.rank() - 1) : 1;
            depth = a.dim(a.rank() - 1);
            Shape outerA = a.slice(0, Math.max(a.rank() - 2, 0));
            Shape outerB = b.slice(0, Math.max(b.rank() - 2, 0));
            Shape both = Shape.broadcast(outerA, outerB);
            batch = both.size();
            outer = Strides.of(both, outerA, outerB);
        }

        void run(Codes a, Codes b, Workers workers, Sink sink) {
            int[] shifts = new int[columns];
            for (int i = 0; i < columns; i++) {
                shifts[i] = b.shift(i);
            }
            Ranges.run(workers, batch * rows, (long) depth * columns, (from, to) -> {
                int[] sums = new int[columns];
                for (int row = from; row < to; row++) {
                    sum(a, b, shifts, row, sums);
                    sink.take(row, sums);
                }
            });
        }

        private void sum(Codes a, Codes b, int[] shifts, int row, int[] sums) {
            Arrays.fill(sums, 0);
            int matrix = row / rows;
            int aStart = (outer.offset(0, matrix) * rows + row % rows) * depth;
            int bStart = outer.offset(1, matrix) * depth * columns;
            int shift = a.shift(row % rows);
            byte[] bits = b.bits;
            int flip = b.flip;
            for (int k = 0; k < depth; k++) {
                int factor = (a.bits[aStart + k] & 0xff ^ a.flip) - shift;
                int at = bStart + k * columns;
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += factor * ((bits[at + i] & 0xff ^ flip) - shifts[i]);
                }
            }
        }
    }
}
