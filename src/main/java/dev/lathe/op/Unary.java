package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Elementwise function of operand 0.
 */
public record Unary(Function function) implements Op {
    @Override
    public String name() {
        return function.onnx();
    }
    /** ROUND takes ties to even; IS_INF, IS_NAN and NOT give BOOL. */
    public enum Function {
        ABS("Abs"), NEG("Neg"), SIGN("Sign"), CEIL("Ceil"), FLOOR("Floor"), ROUND("Round"), SQRT("Sqrt"), RECIPROCAL("Reciprocal"),
        EXP("Exp"), LOG("Log"), ERF("Erf"), SIN("Sin"), COS("Cos"), TAN("Tan"), ASIN("Asin"), ACOS("Acos"), ATAN("Atan"),
        SINH("Sinh"), COSH("Cosh"), ASINH("Asinh"), ACOSH("Acosh"), ATANH("Atanh"), NOT("Not"), IS_NAN("IsNaN"),
        IS_INF("IsInf"), IS_POSITIVE_INF("IsInf"), IS_NEGATIVE_INF("IsInf");

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
