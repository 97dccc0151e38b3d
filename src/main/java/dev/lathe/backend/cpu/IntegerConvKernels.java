package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.operand;
import static dev.lathe.backend.cpu.Args.optional;

import dev.lathe.op.ConvInteger;
import dev.lathe.op.Operands;
import dev.lathe.op.QLinearConv;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Convolutions of 8-bit numbers with exact 32-bit sums. */
final class IntegerConvKernels {
    private IntegerConvKernels() {}

    static Kernel convInteger(ConvInteger op, Operands operands) {
        IntegerConv conv = new IntegerConv(
                op.geometry(operands.shape(0), operands.shape(1)), op.groups(), operands.shape(0), operands.shape(1));
        int @Nullable [] packed = known(operands, 1, 3);
        return (in, out, workers) -> {
            Tensor x = operand(in, 0);
            int[] w = packed != null ? packed : IntegerConv.centred(operand(in, 1), optional(in, 3));
            Tensor zero = optional(in, 2);
            int[] y = operand(out, 0).ints();
            conv.run(
                    x,
                    zero == null ? 0 : (int) zero.longAt(0),
                    w,
                    workers,
                    (k, sums, count, to) -> System.arraycopy(sums, 0, y, to, count));
        };
    }

    static Kernel qLinearConv(QLinearConv op, Operands operands) {
        IntegerConv conv = new IntegerConv(
                op.geometry(operands.shape(0), operands.shape(3)), op.groups(), operands.shape(0), operands.shape(3));
        int @Nullable [] packed = known(operands, 3, 5);
        return (in, out, workers) -> {
            int[] w = packed != null ? packed : IntegerConv.centred(operand(in, 3), operand(in, 5));
            IntegerConv.Store store = requantize(in, operand(out, 0));
            conv.run(operand(in, 0), (int) operand(in, 2).longAt(0), w, workers, store);
        };
    }

    private static IntegerConv.Store requantize(List<@Nullable Tensor> in, Tensor out) {
        double xScale = operand(in, 1).doubleAt(0);
        Tensor wScale = operand(in, 4);
        double yScale = operand(in, 6).doubleAt(0);
        double yZero = operand(in, 7).doubleAt(0);
        Tensor bias = optional(in, 8);
        double least = out.dtype() == DType.INT8 ? Byte.MIN_VALUE : 0;
        double most = out.dtype() == DType.INT8 ? Byte.MAX_VALUE : 0xff;
        byte[] y = out.bytes();
        return (k, sums, count, to) -> {
            double scale = xScale * wScale.doubleAt(wScale.size() == 1 ? 0 : k) / yScale;
            int add = bias == null ? 0 : bias.ints()[k];
            for (int i = 0; i < count; i++) {
                double value = Math.rint((sums[i] + add) * scale) + yZero;
                y[to + i] = (byte) (int) Math.max(least, Math.min(most, value));
            }
        };
    }

    /** The weights without their zero points, if both are known before the run. */
    private static int @Nullable [] known(Operands operands, int weights, int zeros) {
        Tensor w = operands.valueOrNull(weights);
        Tensor zero = operands.valueOrNull(zeros);
        boolean ready = w != null && (zero != null || !operands.has(zeros));
        return ready ? IntegerConv.centred(w, zero) : null;
    }
}
