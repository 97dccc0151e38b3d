package dev.lathe.op;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.TensorType;
import java.util.List;

/** Elementwise function of operand 0: FLOAT32, for ABS, SIGN and NEG also integers, for NOT BOOL. */
public record Unary(Function function) implements Op {
    /** ROUND takes ties to even; IS_INF, IS_NAN and NOT give BOOL. */
    public enum Function {
        ABS("Abs"),
        NEG("Neg"),
        SIGN("Sign"),
        CEIL("Ceil"),
        FLOOR("Floor"),
        ROUND("Round"),
        SQRT("Sqrt"),
        RECIPROCAL("Reciprocal"),
        EXP("Exp"),
        LOG("Log"),
        ERF("Erf"),
        SIN("Sin"),
        COS("Cos"),
        TAN("Tan"),
        ASIN("Asin"),
        ACOS("Acos"),
        ATAN("Atan"),
        SINH("Sinh"),
        COSH("Cosh"),
        ASINH("Asinh"),
        ACOSH("Acosh"),
        ATANH("Atanh"),
        NOT("Not"),
        IS_NAN("IsNaN"),
        IS_INF("IsInf"),
        IS_POSITIVE_INF("IsInf"),
        IS_NEGATIVE_INF("IsInf");

        private final String onnx;

        Function(String onnx) {
            this.onnx = onnx;
        }

        /** The operator's name in ONNX files. */
        public String onnx() {
            return onnx;
        }

        /** Whether the result is BOOL whatever the operand is. */
        public boolean asks() {
            return switch (this) {
                case NOT, IS_NAN, IS_INF, IS_POSITIVE_INF, IS_NEGATIVE_INF -> true;
                case ABS, NEG, SIGN, CEIL, FLOOR, ROUND, SQRT, RECIPROCAL, EXP, LOG, ERF -> false;
                case SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH -> false;
            };
        }
    }

    @Override
    public String name() {
        return function.onnx();
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, 1);
        switch (function) {
            case ABS, SIGN -> Check.dtype(this, in, 0, Elementwise.numbers());
            case NEG -> Check.dtype(this, in, 0, DType.FLOAT32, DType.INT64, DType.INT32, DType.INT8);
            case NOT -> Check.dtype(this, in, 0, DType.BOOL);
            case CEIL, FLOOR, ROUND, SQRT, RECIPROCAL, EXP, LOG, ERF -> Check.dtype(this, in, 0, DType.FLOAT32);
            case SIN, COS, TAN, ASIN, ACOS, ATAN -> Check.dtype(this, in, 0, DType.FLOAT32);
            case SINH, COSH, ASINH, ACOSH, ATANH -> Check.dtype(this, in, 0, DType.FLOAT32);
            case IS_NAN, IS_INF, IS_POSITIVE_INF, IS_NEGATIVE_INF -> Check.dtype(this, in, 0, DType.FLOAT32);
        }
        return Elementwise.one(function.asks() ? DType.BOOL : in.dtype(0), in.shape(0));
    }
}
