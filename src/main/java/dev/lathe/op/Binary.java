package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Elementwise with numpy broadcasting on two operands of one type; comparisons and logic give BOOL. Pow may mix types and keeps the base's.
 */
public record Binary(Function function) implements Op {
    @Override
    public String name() {
        return function.onnx();
    }
    /** Integer division cuts towards zero; MOD takes the divisor's sign, FMOD the dividend's. */
    public enum Function {
        ADD("Add"), SUB("Sub"), MUL("Mul"), DIV("Div"), POW("Pow"), MOD("Mod"), FMOD("Mod"), MIN("Min"), MAX("Max"),
        AND("And"), OR("Or"), XOR("Xor"), EQUAL("Equal"), LESS("Less"), LESS_OR_EQUAL("LessOrEqual"),
        GREATER("Greater"), GREATER_OR_EQUAL("GreaterOrEqual");

        private final String onnx;

        Function(String onnx) {
            this.onnx = onnx;
        }

        /** The operator's name in ONNX files. */
        public String onnx() {
            return onnx;
        }
    }

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
