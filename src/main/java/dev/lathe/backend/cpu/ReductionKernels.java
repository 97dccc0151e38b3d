package dev.lathe.backend.cpu;

import dev.lathe.op.ArgReduce;
import dev.lathe.op.Operands;
import dev.lathe.op.Reduce;
import dev.lathe.op.Softmax;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;

/** Operators that reduce axes of FLOAT32 tensors, each result by one task; other types go to the reference loops. */
final class ReductionKernels {
    private static final Curves CURVES = Curves.best();

    private ReductionKernels() {}

    static Kernel softmax(Softmax op, Operands operands) {
        Shape shape = operands.shape(0);
        int length = op.length(shape);
        int stride = op.stride(shape);
        int rows = shape.size() / Math.max(length, 1);
        return (in, out, workers) -> {
            float[] x = in.get(0).floats();
            float[] y = out.get(0).floats();
            Ranges.run(workers, rows, length, (from, to) -> {
                float[] row = new float[length];
                for (int i = from; i < to; i++) {
                    int start = i / stride * length * stride + i % stride;
                    gather(x, start, stride, row);
                    softmax(row, op.log());
                    scatter(row, y, start, stride);
                }
            });
        };
    }

    private static void gather(float[] x, int start, int stride, float[] row) {
        if (stride == 1) {
            System.arraycopy(x, start, row, 0, row.length);
            return;
        }
        for (int i = 0; i < row.length; i++) {
            row[i] = x[start + i * stride];
        }
    }

    private static void scatter(float[] row, float[] y, int start, int stride) {
        if (stride == 1) {
            System.arraycopy(row, 0, y, start, row.length);
            return;
        }
        for (int i = 0; i < row.length; i++) {
            y[start + i * stride] = row[i];
        }
    }

    private static void softmax(float[] row, boolean log) {
        float greatest = Float.NEGATIVE_INFINITY;
        for (float value : row) {
            greatest = Math.max(greatest, value);
        }
        float[] powers = log ? new float[row.length] : row;
        for (int i = 0; i < row.length; i++) {
            powers[i] = row[i] - greatest;
        }
        CURVES.exp(powers, 0, powers.length);
        double sum = 0;
        for (float power : powers) {
            sum += power;
        }
        if (log) {
            double shift = greatest + Math.log(sum);
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) (row[i] - shift);
            }
        } else {
            float factor = (float) (1 / sum);
            for (int i = 0; i < row.length; i++) {
                row[i] *= factor;
            }
        }
    }

    static Kernel argReduce(ArgReduce op, Operands operands) {
        if (operands.dtype(0) != DType.FLOAT32) {
            return CpuKernels.plain(op);
        }
        Shape shape = operands.shape(0);
        int axis = shape.axis(op.axis());
        int length = shape.dim(axis);
        int stride = shape.product(axis + 1, shape.rank());
        int rows = shape.size() / length;
        return (in, out, workers) -> {
            float[] x = in.get(0).floats();
            long[] y = out.get(0).longs();
            Ranges.run(workers, rows, length, (from, to) -> {
                for (int i = from; i < to; i++) {
                    y[i] = extreme(op, x, i / stride * length * stride + i % stride, stride, length);
                }
            });
        };
    }

    private static int extreme(ArgReduce op, float[] x, int start, int stride, int length) {
        int best = 0;
        float found = x[start];
        for (int i = 1; i < length; i++) {
            float value = x[start + i * stride];
            boolean beats = op.max() ? value > found : value < found;
            boolean ties = value == found || (Float.isNaN(value) && Float.isNaN(found));
            boolean fresh = Float.isNaN(value) && !Float.isNaN(found);
            if (beats || fresh || (ties && op.selectLast())) {
                best = i;
                found = value;
            }
        }
        return best;
    }

    static Kernel reduce(Reduce op, Operands operands) {
        if (operands.dtype(0) != DType.FLOAT32) {
            return CpuKernels.plain(op);
        }
        Shape shape = operands.shape(0);
        Shape result = op.infer(operands).get(0).shape();
        Folding folding = Folding.of(shape, op.reduced(shape, operands.valueOrNull(1)));
        return (in, out, workers) -> {
            float[] x = in.get(0).floats();
            float[] y = out.get(0).floats();
            Ranges.run(workers, result.size(), folding.length(), (from, to) -> {
                for (int i = from; i < to; i++) {
                    y[i] = (float) folding.fold(op.function(), x, i);
                }
            });
        };
    }
}
