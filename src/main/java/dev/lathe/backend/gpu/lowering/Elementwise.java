package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.Activate;
import dev.lathe.op.Binary;
import dev.lathe.op.Cast;
import dev.lathe.op.PRelu;
import dev.lathe.op.Unary;
import dev.lathe.op.Where;
import dev.lathe.tensor.DType;

/** Operators whose every result depends on one element of each operand. */
final class Elementwise {
    private Elementwise() {}

    static Lowered activate(Activate op, Call call) {
        return Lowered.of(alike("elementwise/activation", call).define(ActivationDefines.of(op.function())));
    }

    static Lowered binary(Binary op, Call call) {
        DType a = call.operands().dtype(0);
        DType b = call.operands().dtype(1);
        Broadcasting axes = Broadcasting.of(call.result(0).shape(), call.shape(0), call.shape(1));
        if (a != b && (a == DType.FLOAT32 || b == DType.FLOAT32)) {
            return mixedPower(a, b, axes, call);
        }
        Launch launch = a == DType.FLOAT32
                ? axes.launch("elementwise/binary", call)
                : axes.launch("elementwise/binary_integers", call)
                        .define("T", ElementNames.of(a))
                        .define("U", ElementNames.of(b));
        return stored(
                launch.define("FUNCTION", op.function())
                        .define("R", ElementNames.of(call.result(0).dtype()))
                        .operands(0, 1),
                axes);
    }

    private static Lowered mixedPower(DType a, DType b, Broadcasting axes, Call call) {
        if (a != DType.FLOAT32 && !call.device().doubles()) {
            return new Lowered.Refused(Reductions.NEEDS_DOUBLES);
        }
        return stored(
                axes.launch("elementwise/power_mixed", call)
                        .define("T", ElementNames.of(a))
                        .define("U", ElementNames.of(b))
                        .define("CUT", a == DType.FLOAT32 ? 0 : 1)
                        .operands(0, 1),
                axes);
    }

    static Lowered cast(Cast op, Call call) {
        DType from = call.operands().dtype(0);
        String to =
                switch (op.to()) {
                    case FLOAT32, DOUBLE -> "FLOAT";
                    case FLOAT16 -> "HALF";
                    case BFLOAT16 -> "BFLOAT";
                    case INT64, INT32, INT8, UINT8 -> "INTEGER";
                    case BOOL -> "TRUTH";
                };
        return Lowered.of(alike("elementwise/cast", call)
                .define("TO", to)
                .define("T", ElementNames.of(from))
                .define("R", ElementNames.of(op.to().dtype()))
                .define("FROM_FLOAT", from == DType.FLOAT32 ? 1 : 0));
    }

    static Lowered pRelu(PRelu op, Call call) {
        Broadcasting axes = Broadcasting.of(call.shape(0), call.shape(0), call.shape(1));
        return stored(
                axes.launch("elementwise/prelu", call)
                        .define("T", ElementNames.of(call.operands().dtype(0)))
                        .define("INTEGER", call.operands().dtype(0) == DType.FLOAT32 ? 0 : 1)
                        .operands(0, 1),
                axes);
    }

    static Lowered unary(Unary op, Call call) {
        DType dtype = call.operands().dtype(0);
        Launch launch = dtype == DType.FLOAT32
                ? alike("elementwise/unary", call)
                        .define("R", ElementNames.of(call.result(0).dtype()))
                : alike("elementwise/unary_integers", call).define("T", ElementNames.of(dtype));
        return Lowered.of(launch.define("FUNCTION", op.function()));
    }

    static Lowered where(Where op, Call call) {
        Broadcasting axes = Broadcasting.of(call.result(0).shape(), call.shape(0), call.shape(1), call.shape(2));
        return stored(
                axes.launch("elementwise/where", call)
                        .define("T", Copies.element(call.operands().dtype(1).bytes()))
                        .operands(0, 1, 2),
                axes);
    }

    /** Operand 0 to result 0, which has its shape. */
    private static Launch alike(String kernel, Call call) {
        int size = call.shape(0).size();
        return Launch.of(kernel, call.cover(size)).operands(0).result(0).ints(size);
    }

    /** {@code launch}, which has its operands, with all that follows them. */
    private static Lowered stored(Launch launch, Broadcasting axes) {
        return axes.fits()
                ? Lowered.of(launch.result(0).struct(axes.fields()))
                : new Lowered.Refused(Broadcasting.TOO_MANY_AXES);
    }
}
