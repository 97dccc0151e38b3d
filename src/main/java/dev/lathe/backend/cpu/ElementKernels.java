package dev.lathe.backend.cpu;

import dev.lathe.op.Activate;
import dev.lathe.op.Binary;
import dev.lathe.op.Cast;
import dev.lathe.op.Operands;
import dev.lathe.op.PRelu;
import dev.lathe.op.Unary;
import dev.lathe.op.Where;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;

/** Elementwise operators; what is not about FLOAT32 goes to the reference loops. */
final class ElementKernels {
    /** Elements that stay in the first-level cache between two passes over them. */
    private static final int TILE = 1 << 11;

    private ElementKernels() {}

    static Kernel activate(Activate op, Operands operands) {
        int size = operands.shape(0).size();
        return (in, out, workers) -> {
            float[] x = in.get(0).floats();
            float[] y = out.get(0).floats();
            Ranges.run(workers, size, 1, (from, to) -> {
                for (int i = from; i < to; i += TILE) {
                    int end = Math.min(to, i + TILE);
                    System.arraycopy(x, i, y, i, end - i);
                    Activations.apply(op.function(), y, i, end);
                }
            });
        };
    }

    static Kernel unary(Unary op, Operands operands) {
        FloatLoops.Map loop = operands.dtype(0) == DType.FLOAT32 ? FloatLoops.of(op.function()) : null;
        if (loop == null) {
            return CpuKernels.plain(op);
        }
        int size = operands.shape(0).size();
        return (in, out, workers) -> {
            float[] x = in.get(0).floats();
            float[] y = out.get(0).floats();
            Ranges.run(workers, size, 1, (from, to) -> loop.run(x, y, from, to));
        };
    }

    static Kernel binary(Binary op, Operands operands) {
        boolean floats = operands.dtype(0) == DType.FLOAT32 && operands.dtype(1) == DType.FLOAT32;
        if (!floats) {
            return CpuKernels.plain(op);
        }
        return op.function().compares()
                ? compare(op.function(), operands)
                : zip(FloatLoops.of(op.function()), operands);
    }

    /** Two FLOAT32 operands that broadcast, to a flag for each pair. */
    private static Kernel compare(Binary.Function function, Operands operands) {
        FloatTest test = FloatTest.of(function);
        Shape result = Shape.broadcast(operands.shape(0), operands.shape(1));
        Strides strides = Strides.of(result, operands.shape(0), operands.shape(1));
        return (in, out, workers) -> {
            float[] p = in.get(0).floats();
            float[] q = in.get(1).floats();
            byte[] y = out.get(0).bytes();
            Ranges.run(workers, result.size(), 1, (from, to) -> {
                int n;
                for (int i = from; i < to; i += n) {
                    n = Math.min(to - i, strides.run() - i % strides.run());
                    int a = strides.offset(0, i);
                    int b = strides.offset(1, i);
                    for (int k = 0; k < n; k++) {
                        boolean holds = test.holds(p[a + k * strides.step(0)], q[b + k * strides.step(1)]);
                        y[i + k] = (byte) (holds ? 1 : 0);
                    }
                }
            });
        };
    }

    static Kernel pRelu(PRelu op, Operands operands) {
        return operands.dtype(0) == DType.FLOAT32 ? zip(FloatLoops::pRelu, operands) : CpuKernels.plain(op);
    }

    static Kernel reluGradient(Operands operands) {
        int size = operands.shape(0).size();
        return (in, out, workers) -> {
            float[] dy = in.get(0).floats();
            float[] y = in.get(1).floats();
            float[] dx = out.get(0).floats();
            Ranges.run(workers, size, 1, (from, to) -> MicroKernels.BACKWARD.gate(dy, y, dx, from, to));
        };
    }

    /** {@code loop} over two FLOAT32 operands that broadcast. */
    private static Kernel zip(FloatLoops.Zip loop, Operands operands) {
        Shape result = Shape.broadcast(operands.shape(0), operands.shape(1));
        Strides strides = Strides.of(result, operands.shape(0), operands.shape(1));
        return (in, out, workers) -> {
            float[] p = in.get(0).floats();
            float[] q = in.get(1).floats();
            float[] y = out.get(0).floats();
            Ranges.run(workers, result.size(), 1, (from, to) -> zip(loop, strides, p, q, y, from, to));
        };
    }

    private static void zip(FloatLoops.Zip loop, Strides strides, float[] p, float[] q, float[] y, int from, int to) {
        float[] spread = strides.step(0) == 0 || strides.step(1) == 0
                ? new float[Math.min(TILE, Math.min(strides.run(), to - from))]
                : new float[0];
        int longest = spread.length == 0 ? Integer.MAX_VALUE : spread.length;
        int n;
        for (int i = from; i < to; i += n) {
            n = Math.min(Math.min(to - i, strides.run() - i % strides.run()), longest);
            int a = strides.offset(0, i);
            int b = strides.offset(1, i);
            if (strides.step(0) == 0) {
                // one value against many: written out once per tile, so that one loop serves every case
                Arrays.fill(spread, 0, n, p[a]);
                loop.run(spread, 0, q, b, y, i, n);
            } else if (strides.step(1) == 0) {
                Arrays.fill(spread, 0, n, q[b]);
                loop.run(p, a, spread, 0, y, i, n);
            } else {
                loop.run(p, a, q, b, y, i, n);
            }
        }
    }

    static Kernel where(Where op, Operands operands) {
        if (operands.dtype(1) != DType.FLOAT32) {
            return CpuKernels.plain(op);
        }
        Shape condition = operands.shape(0);
        Shape result = Shape.broadcast(condition, Shape.broadcast(operands.shape(1), operands.shape(2)));
        Strides strides = Strides.of(result, condition, operands.shape(1), operands.shape(2));
        return (in, out, workers) -> {
            byte[] mask = in.get(0).bytes();
            float[] p = in.get(1).floats();
            float[] q = in.get(2).floats();
            float[] y = out.get(0).floats();
            Ranges.run(workers, result.size(), 1, (from, to) -> {
                int n;
                for (int i = from; i < to; i += n) {
                    n = Math.min(to - i, strides.run() - i % strides.run());
                    choose(strides, mask, p, q, y, i, n);
                }
            });
        };
    }

    private static void choose(Strides strides, byte[] mask, float[] p, float[] q, float[] y, int start, int n) {
        int m = strides.offset(0, start);
        int a = strides.offset(1, start);
        int b = strides.offset(2, start);
        int mStep = strides.step(0);
        int aStep = strides.step(1);
        int bStep = strides.step(2);
        for (int i = 0; i < n; i++) {
            y[start + i] = mask[m + i * mStep] != 0 ? p[a + i * aStep] : q[b + i * bStep];
        }
    }

    static Kernel cast(Cast op, Operands operands) {
        int size = operands.shape(0).size();
        DType from = operands.dtype(0);
        return switch (op.to()) {
            case FLOAT32, DOUBLE ->
                (in, out, workers) -> Ranges.run(
                        workers,
                        size,
                        1,
                        (start, end) -> toFloats(in.get(0), out.get(0).floats(), start, end));
            case INT64, INT32, INT8, UINT8, BOOL ->
                from == op.to().dtype() && from != DType.BOOL
                        ? (in, out, workers) -> System.arraycopy(
                                in.get(0).array(), 0, out.get(0).array(), 0, size)
                        : CpuKernels.plain(op);
            case FLOAT16, BFLOAT16 -> CpuKernels.plain(op);
        };
    }

    private static void toFloats(Tensor x, float[] y, int from, int to) {
        switch (x.dtype()) {
            case FLOAT32 -> System.arraycopy(x.floats(), from, y, from, to - from);
            case INT64 -> {
                long[] values = x.longs();
                for (int i = from; i < to; i++) {
                    y[i] = values[i];
                }
            }
            case INT32 -> {
                int[] values = x.ints();
                for (int i = from; i < to; i++) {
                    y[i] = values[i];
                }
            }
            case INT8 -> {
                byte[] values = x.bytes();
                for (int i = from; i < to; i++) {
                    y[i] = values[i];
                }
            }
            case UINT8, BOOL -> {
                byte[] values = x.bytes();
                for (int i = from; i < to; i++) {
                    y[i] = values[i] & 0xff;
                }
            }
        }
    }
}
