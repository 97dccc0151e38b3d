package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.optional;

import dev.lathe.op.DequantizeLinear;
import dev.lathe.op.DynamicQuantizeLinear;
import dev.lathe.op.Operands;
import dev.lathe.op.QuantizeLinear;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Between FLOAT32 and 8-bit codes; gives the reference's results bit by bit. */
final class QuantKernels {
    private QuantKernels() {}

    static Kernel quantizeLinear(QuantizeLinear op, Operands operands) {
        if (operands.dtype(0) != DType.FLOAT32 || op.blockSize() > 0) {
            return CpuKernels.plain(op);
        }
        Runs runs = Runs.of(operands, op.axis());
        return (in, out, workers) -> {
            float[] x = in.get(0).floats();
            float[] scale = in.get(1).floats();
            Tensor zero = optional(in, 2);
            byte[] y = out.get(0).bytes();
            runs.run(workers, (s, from, to) -> quantize(x, scale[s], zeroAt(zero, s), op.least(), y, from, to));
        };
    }

    static Kernel dequantizeLinear(DequantizeLinear op, Operands operands) {
        if (operands.dtype(0) == DType.INT32 || op.blockSize() > 0) {
            return CpuKernels.plain(op);
        }
        Runs runs = Runs.of(operands, op.axis());
        int mask = operands.dtype(0) == DType.UINT8 ? 0 : 0x80;
        return (in, out, workers) -> {
            byte[] x = in.get(0).bytes();
            float[] scale = in.get(1).floats();
            Tensor zero = optional(in, 2);
            float[] y = out.get(0).floats();
            runs.run(workers, (s, from, to) -> {
                float factor = scale[s];
                int shift = mask + zeroAt(zero, s);
                for (int i = from; i < to; i++) {
                    y[i] = ((x[i] & 0xff ^ mask) - shift) * factor;
                }
            });
        };
    }

    static Kernel dynamicQuantizeLinear(DynamicQuantizeLinear op, Operands operands) {
        int size = operands.shape(0).size();
        return (in, out, workers) -> {
            float[] x = in.get(0).floats();
            float least = 0;
            float most = 0;
            for (int i = 0; i < size; i++) {
                least = Math.min(least, x[i]);
                most = Math.max(most, x[i]);
            }
            float scale = most == least ? 1 : (most - least) / 255;
            int zero = (int) Math.rint(Math.clamp(-least / scale, 0f, 255f));
            if (out.get(0) != null) {
                byte[] y = out.get(0).bytes();
                Ranges.run(workers, size, 1, (from, to) -> quantize(x, scale, zero, 0, y, from, to));
            }
            if (optional(out, 1) != null) {
                out.get(1).floats()[0] = scale;
            }
            if (optional(out, 2) != null) {
                out.get(2).bytes()[0] = (byte) zero;
            }
        };
    }

    private static int zeroAt(@Nullable Tensor zero, int index) {
        return zero == null ? 0 : (int) zero.longAt(index);
    }

    /** Codes run from {@code least} to {@code least + 255}. */
    private static void quantize(float[] x, float scale, int zero, int least, byte[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            // beyond 512 every code is saturated, whatever its zero point
            float bounded = Math.min(Math.max(x[i] / scale, -512), 512);
            int code = (int) FloatMath.round(bounded) + zero;
            y[i] = (byte) Math.min(Math.max(code, least), least + 255);
        }
    }

    /** Stretches of x that share one scale: {@code length} elements each, scales 0..{@code count}-1 in turn. */
    private record Runs(int size, int count, int length) {
        /** What is done to elements {@code from..to-1}, which have scale {@code scale}. */
        interface Body {
            void run(int scale, int from, int to);
        }

        static Runs of(Operands operands, int axis) {
            Shape x = operands.shape(0);
            int count = operands.shape(1).size();
            int length = count == 1 ? x.size() : x.product(x.axis(axis) + 1, x.rank());
            return new Runs(x.size(), count, length);
        }

        void run(Workers workers, Body body) {
            Ranges.run(workers, size, 1, (from, to) -> {
                int next;
                for (int i = from; i < to; i = next) {
                    next = Math.min(to, i - i % length + length);
                    body.run(i / length % count, i, next);
                }
            });
        }
    }
}
