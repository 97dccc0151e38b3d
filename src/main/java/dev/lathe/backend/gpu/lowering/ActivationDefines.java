package dev.lathe.backend.gpu.lowering;

import dev.lathe.op.Activation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which function {@code kernels/common/activation.h} compiles. */
final class ActivationDefines {
    private ActivationDefines() {}

    /** {@code ACTIVATION} and, where it has them, its constants; null stands for none. */
    static Map<String, String> of(@Nullable Activation function) {
        return switch (function) {
            case null -> Map.of();
            case Activation.Relu _ -> code(1);
            case Activation.LeakyRelu f -> code(2, f.alpha());
            case Activation.Elu f -> code(3, f.alpha());
            case Activation.Selu f -> code(4, f.gamma(), f.gamma() * f.alpha());
            case Activation.Celu f -> code(5, f.alpha());
            // The upper bound wins.
            case Activation.Clip f -> code(6, Math.min(f.min(), f.max()), f.max());
            case Activation.Sigmoid _ -> code(7);
            case Activation.HardSigmoid f -> code(8, f.alpha(), f.beta());
            case Activation.HardSwish _ -> code(9);
            case Activation.Tanh _ -> code(10);
            case Activation.Softplus _ -> code(11);
            case Activation.Softsign _ -> code(12);
            case Activation.Gelu f -> code(f.tanh() ? 14 : 13);
            case Activation.Mish _ -> code(15);
            case Activation.Swish f -> code(16, f.alpha());
            case Activation.ThresholdedRelu f -> code(17, f.alpha());
            case Activation.Shrink f -> code(18, f.bias(), f.lambda());
        };
    }

    private static Map<String, String> code(int code) {
        return Map.of("ACTIVATION", Integer.toString(code));
    }

    private static Map<String, String> code(int code, float a) {
        return Map.of("ACTIVATION", Integer.toString(code), "ACTIVATION_A", FloatLiterals.of(a));
    }

    private static Map<String, String> code(int code, float a, float b) {
        return Map.of(
                "ACTIVATION",
                Integer.toString(code),
                "ACTIVATION_A",
                FloatLiterals.of(a),
                "ACTIVATION_B",
                FloatLiterals.of(b));
    }
}
