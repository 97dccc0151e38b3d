package dev.lathe.backend.reference;

import dev.lathe.op.DequantizeLinear;
import dev.lathe.op.DynamicQuantizeLinear;
import dev.lathe.op.QuantizeLinear;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;

/** Between numbers and their 8-bit codes. */
final class Quantization {
    private Quantization() {}

    static void dequantizeLinear(DequantizeLinear op, Args args) {
        Tensor x = args.in(0);
        for (int i = 0; i < x.size(); i++) {
            int s = scaleIndex(x.shape(), args.in(1).shape(), op.axis(), op.blockSize(), i);
            long zero = args.has(2) ? args.in(2).longAt(s) : 0;
            args.out(0).set(i, (x.longAt(i) - zero) * args.in(1).doubleAt(s));
        }
    }

    static void quantizeLinear(QuantizeLinear op, Args args) {
        Tensor x = args.in(0);
        for (int i = 0; i < x.size(); i++) {
            int s = scaleIndex(x.shape(), args.in(1).shape(), op.axis(), op.blockSize(), i);
            long zero = args.has(2) ? args.in(2).longAt(s) : 0;
            float quotient = (float) x.doubleAt(i) / args.in(1).floats()[s];
            args.out(0).set(i, code(quotient, zero, op.to()));
        }
    }

    /** Which element of a scale belongs to element {@code index} of {@code x}. */
    private static int scaleIndex(Shape x, Shape scale, int axis, int blockSize, int index) {
        if (blockSize == 0 && scale.size() == 1) {
            return 0;
        }
        int along = x.axis(axis);
        int inner = x.product(along + 1, x.rank());
        int place = index / inner % x.dim(along);
        if (blockSize == 0) {
            return place;
        }
        int outer = index / inner / x.dim(along);
        return (outer * scale.dim(along) + place / blockSize) * inner + index % inner;
    }

    static void dynamicQuantizeLinear(DynamicQuantizeLinear op, Args args) {
        Tensor x = args.in(0);
        float least = 0;
        float most = 0;
        for (int i = 0; i < x.size(); i++) {
            least = Math.min(least, x.floats()[i]);
            most = Math.max(most, x.floats()[i]);
        }
        float scale = most == least ? 1 : (most - least) / 255;
        long zero = (long) Math.rint(Math.clamp(-least / scale, 0f, 255f));
        for (int i = 0; i < x.size() && args.wants(0); i++) {
            args.out(0).set(i, code(x.floats()[i] / scale, zero, DType.UINT8));
        }
        if (args.wants(1)) {
            args.out(1).set(0, scale);
        }
        if (args.wants(2)) {
            args.out(2).set(0, zero);
        }
    }

    /**
     * {@code quotient} rounded, ties to even, moved by {@code zero} and cut to what {@code to}, UINT8 or INT8, can
     * hold. NaN gives {@code zero}.
     */
    static long code(double quotient, long zero, DType to) {
        int least = to == DType.INT8 ? Byte.MIN_VALUE : 0;
        double rounded = Double.isNaN(quotient) ? 0 : Math.rint(quotient);
        return (long) Math.clamp(rounded + zero, least, least + 255.0);
    }
}
