package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Elementwise with numpy broadcasting on two operands of one type; comparisons and logic give BOOL. Pow may mix types
 * and keeps the base's.
 *
 * <p>Integers wrap around. An integer divided by zero, or its remainder by zero, is 0.
 */
public record Binary(Function function) implements Op {
    /** Integer division cuts towards zero; MOD takes the divisor's sign, FMOD the dividend's. */
    public enum Function {
        ADD("Add"),
        SUB("Sub"),
        MUL("Mul"),
        DIV("Div"),
        POW("Pow"),
        MOD("Mod"),
        FMOD("Mod"),
        MIN("Min"),
        MAX("Max"),
        AND("And"),
        OR("Or"),
        XOR("Xor"),
        EQUAL("Equal"),
        LESS("Less"),
        LESS_OR_EQUAL("LessOrEqual"),
        GREATER("Greater"),
        GREATER_OR_EQUAL("GreaterOrEqual");

        private final String onnx;

        Function(String onnx) {
            this.onnx = onnx;
        }

        /** The operator's name in ONNX files. */
        public String onnx() {
            return onnx;
        }

        /** Whether the result is BOOL because two values are compared. */
        public boolean compares() {
            return switch (this) {
                case EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
                case ADD, SUB, MUL, DIV, POW, MOD, FMOD, MIN, MAX, AND, OR, XOR -> false;
            };
        }
    }

    @Override
    public String name() {
        return function.onnx();
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 2, 2);
        switch (function) {
            case AND, OR, XOR -> wants(in, DType.BOOL);
            case ADD, SUB, MUL, DIV, MOD, FMOD, MIN, MAX, POW -> wants(in, Elementwise.numbers());
            case EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> wants(in, DType.values());
        }
        check(
                this,
                function == Function.POW || in.dtype(0) == in.dtype(1),
                "operands %s and %s must have one type",
                in.type(0),
                in.type(1));
        return Elementwise.one(function.compares() ? DType.BOOL : in.dtype(0), Elementwise.broadcast(this, in, 0, 1));
    }

    private void wants(Operands in, DType... types) {
        Check.dtype(this, in, 0, types);
        Check.dtype(this, in, 1, types);
    }
}
