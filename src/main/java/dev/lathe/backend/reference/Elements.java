package dev.lathe.backend.reference;

import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Binary;
import dev.lathe.op.Cast;
import dev.lathe.op.Dropout;
import dev.lathe.op.PRelu;
import dev.lathe.op.Unary;
import dev.lathe.op.Where;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import org.apache.commons.math3.special.Erf;

/** Elementwise loops and the formulas of the activations. */
final class Elements {
    private Elements() {}

    static void activate(Activate op, Args args) {
        for (int i = 0; i < args.out(0).size(); i++) {
            args.out(0).set(i, apply(op.function(), args.in(0).doubleAt(i)));
        }
    }

    static void binary(Binary op, Args args) {
        Tensor a = args.in(0);
        Tensor b = args.in(1);
        Tensor y = args.out(0);
        Broadcast left = new Broadcast(a.shape(), y.shape());
        Broadcast right = new Broadcast(b.shape(), y.shape());
        boolean floating = a.dtype() == DType.FLOAT32 || b.dtype() == DType.FLOAT32;
        for (int i = 0; i < y.size(); i++) {
            int p = left.index(i);
            int q = right.index(i);
            if (floating) {
                y.set(i, Arithmetic.apply(op.function(), a.doubleAt(p), b.doubleAt(q)));
            } else {
                y.set(i, Arithmetic.apply(op.function(), a.longAt(p), b.longAt(q)));
            }
        }
    }

    static void cast(Cast op, Args args) {
        Tensor x = args.in(0);
        Tensor y = args.out(0);
        for (int i = 0; i < y.size(); i++) {
            switch (op.to()) {
                case FLOAT32, DOUBLE -> y.floats()[i] = single(x, i);
                case FLOAT16 -> y.floats()[i] = Float.float16ToFloat(Float.floatToFloat16(single(x, i)));
                case BFLOAT16 -> y.floats()[i] = bfloat16(single(x, i));
                case INT64, INT32, INT8, UINT8 -> y.set(i, x.longAt(i));
                case BOOL -> y.bytes()[i] = (byte) (x.doubleAt(i) != 0 ? 1 : 0);
            }
        }
    }

    /** Element {@code index} of {@code x} rounded once to single precision. */
    private static float single(Tensor x, int index) {
        return x.dtype() == DType.INT64 ? (float) x.longAt(index) : (float) x.doubleAt(index);
    }

    /** {@code x} rounded to the 8 significant bits of a bfloat16, ties to even; NaN stays NaN. */
    private static float bfloat16(float x) {
        if (Float.isNaN(x)) {
            return Float.NaN;
        }
        int bits = Float.floatToRawIntBits(x);
        int rounded = bits + 0x7fff + (bits >>> 16 & 1);
        return Float.intBitsToFloat(rounded & 0xffff0000);
    }

    static void dropout(Dropout op, Args args) {
        if (args.wants(0)) {
            Moves.copy(args);
        }
        if (args.wants(1)) {
            Arrays.fill(args.out(1).bytes(), 0, args.out(1).size(), (byte) 1);
        }
    }

    static void reluGradient(Args args) {
        for (int i = 0; i < args.out(0).size(); i++) {
            args.out(0).set(i, args.in(1).doubleAt(i) > 0 ? args.in(0).doubleAt(i) : 0);
        }
    }

    static void pRelu(PRelu op, Args args) {
        Tensor x = args.in(0);
        Tensor slope = args.in(1);
        Tensor y = args.out(0);
        Broadcast slopes = new Broadcast(slope.shape(), x.shape());
        for (int i = 0; i < y.size(); i++) {
            int s = slopes.index(i);
            if (x.dtype() == DType.FLOAT32) {
                double value = x.doubleAt(i);
                y.set(i, value >= 0 ? value : slope.doubleAt(s) * value);
            } else {
                y.set(i, x.longAt(i) >= 0 ? x.longAt(i) : slope.longAt(s) * x.longAt(i));
            }
        }
    }

    static void unary(Unary op, Args args) {
        Tensor x = args.in(0);
        Tensor y = args.out(0);
        for (int i = 0; i < y.size(); i++) {
            if (x.dtype() == DType.FLOAT32) {
                y.set(i, Arithmetic.apply(op.function(), x.doubleAt(i)));
            } else {
                y.set(i, Arithmetic.apply(op.function(), x.longAt(i)));
            }
        }
    }

    static void where(Where op, Args args) {
        Tensor y = args.out(0);
        Broadcast[] places = new Broadcast[3];
        for (int i = 0; i < places.length; i++) {
            places[i] = new Broadcast(args.in(i).shape(), y.shape());
        }
        for (int i = 0; i < y.size(); i++) {
            int from = args.in(0).longAt(places[0].index(i)) != 0 ? 1 : 2;
            System.arraycopy(args.in(from).array(), places[from].index(i), y.array(), i, 1);
        }
    }

    /** {@code function} at {@code x} by its formula, in double precision. */
    static double apply(Activation function, double x) {
        return switch (function) {
            case Activation.Relu _ -> Math.max(0, x);
            case Activation.LeakyRelu f -> x >= 0 ? x : f.alpha() * x;
            case Activation.Elu f -> x > 0 ? x : f.alpha() * Math.expm1(x);
            case Activation.Selu f -> x > 0 ? f.gamma() * x : (double) f.gamma() * f.alpha() * Math.expm1(x);
            case Activation.Celu f -> Math.max(0, x) + Math.min(0, f.alpha() * Math.expm1(x / f.alpha()));
            case Activation.Clip f -> Math.min(Math.max(x, f.min()), f.max());
            case Activation.Sigmoid _ -> sigmoid(x);
            case Activation.HardSigmoid f -> Math.clamp(f.alpha() * x + f.beta(), 0.0, 1.0);
            case Activation.HardSwish _ -> x * Math.clamp(x / 6 + 0.5, 0.0, 1.0);
            case Activation.Tanh _ -> Math.tanh(x);
            case Activation.Softplus _ -> softplus(x);
            case Activation.Softsign _ -> x / (1 + Math.abs(x));
            case Activation.Gelu f -> f.tanh() ? geluTanh(x) : 0.5 * x * Erf.erfc(-x / Math.sqrt(2));
            case Activation.Mish _ -> x * Math.tanh(softplus(x));
            case Activation.Swish f -> x * sigmoid(f.alpha() * x);
            case Activation.ThresholdedRelu f -> x > f.alpha() ? x : 0;
            case Activation.Shrink f -> x < -f.lambda() ? x + f.bias() : x > f.lambda() ? x - f.bias() : 0;
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** ln(1 + exp(x)), written so that the exponential cannot overflow. */
    private static double softplus(double x) {
        return Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double geluTanh(double x) {
        return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }
}
