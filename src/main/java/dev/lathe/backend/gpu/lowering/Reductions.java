package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.ArgReduce;
import dev.lathe.op.Reduce;
import dev.lathe.op.Softmax;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import java.util.List;

/** Operators that make one number of many. */
final class Reductions {
    /** Sums beside one another where the elements are neighbours: as many as a CPU can add without waiting. */
    private static final int LANES = 16;

    static final String NEEDS_DOUBLES =
            "this function of integers needs double precision, which the device does not have";

    private Reductions() {}

    static Lowered argReduce(ArgReduce op, Call call) {
        Shape x = call.shape(0);
        int axis = x.axis(op.axis());
        int results = call.result(0).shape().size();
        DType dtype = call.operands().dtype(0);
        return Lowered.of(Launch.of("reduce/arg_reduce", call.cover(results))
                .define("T", ElementNames.of(dtype))
                .define("FLOATS", dtype == DType.FLOAT32 ? 1 : 0)
                .define("MAXIMUM", op.max() ? 1 : 0)
                .define("LAST", op.selectLast() ? 1 : 0)
                .operands(0)
                .result(0)
                .ints(results, x.dim(axis), x.product(axis + 1, x.rank())));
    }

    static Lowered reduce(Reduce op, Call call) {
        boolean floats = call.operands().dtype(0) == DType.FLOAT32;
        if (!floats && isRooted(op.function()) && !call.device().doubles()) {
            return new Lowered.Refused(NEEDS_DOUBLES);
        }
        boolean[] reduced = op.reduced(call.shape(0), call.operands().valueOrNull(1));
        ReductionWalk walk = ReductionWalk.of(call.shape(0), reduced);
        return walk.fits() ? launches(op.function(), walk, call) : new Lowered.Refused(ReductionWalk.TOO_MANY_AXES);
    }

    /** Whether the function is a root or a logarithm, which integers leave. */
    private static boolean isRooted(Reduce.Function function) {
        return switch (function) {
            case L2, LOG_SUM, LOG_SUM_EXP -> true;
            case SUM, MEAN, MAX, MIN, PROD, L1, SUM_SQUARE -> false;
        };
    }

    /** Operand 0 to result 0 along {@code walk}, which the kernels can walk. */
    private static Lowered launches(Reduce.Function function, ReductionWalk walk, Call call) {
        if (function != Reduce.Function.LOG_SUM_EXP) {
            return Lowered.of(launch(function.name(), walk, call).result(0).struct(walk.fields()));
        }
        Launch peaks = launch(Reduce.Function.MAX.name(), walk, call).writes(0).struct(walk.fields());
        Launch sums = launch(function.name(), walk, call).reads(0).result(0).struct(walk.fields());
        long bytes = (long) walk.results() * call.operands().dtype(0).bytes();
        return new Lowered.Launches(List.of(bytes), List.of(peaks, sums));
    }

    /** A reduction of operand 0, which is an argument already, by {@code FUNCTION} as the kernels name it. */
    static Launch launch(String function, ReductionWalk walk, Call call) {
        DType dtype = call.operands().dtype(0);
        int group = Groups.row(walk.run(), call.device());
        Grid grid = Groups.rows(walk.results(), group, call.device());
        Launch launch = group > 1
                ? Launch.of("reduce/reduce_group", grid).define("GROUP", group)
                : Launch.of("reduce/reduce", grid)
                        .define("LANES", call.device().cpu() && walk.run() >= LANES ? LANES : 1);
        return launch.define("FUNCTION", function)
                .define("T", ElementNames.of(dtype))
                .define("FLOATS", dtype == DType.FLOAT32 ? 1 : 0)
                .define("IDENTITY", identity(function, dtype))
                .define("KEPT", walk.kept().size())
                .define("REDUCED", walk.reduced().size() - 1)
                .operands(0);
    }

    private static String identity(String function, DType dtype) {
        if (function.equals(Reduce.Function.MAX.name())) {
            return least(dtype);
        }
        if (function.equals(Reduce.Function.MIN.name())) {
            return most(dtype);
        }
        return function.equals(Reduce.Function.PROD.name()) ? "1" : "0";
    }

    /** The least number of {@code dtype} in the kernels' dialect. */
    static String least(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> "(-INFINITY)";
            case INT64 -> "(-0x7fffffffffffffffL-1)";
            case INT32 -> "(-0x7fffffff-1)";
            case INT8 -> "-128";
            case UINT8, BOOL -> "0";
        };
    }

    private static String most(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> "INFINITY";
            case INT64 -> "0x7fffffffffffffffL";
            case INT32 -> "0x7fffffff";
            case INT8 -> "127";
            case UINT8 -> "255";
            case BOOL -> "1";
        };
    }

    static Lowered softmax(Softmax op, Call call) {
        Shape x = call.shape(0);
        int length = op.length(x);
        int rows = x.size() / length;
        int group = Groups.row(op.stride(x) == 1 ? length : 1, call.device());
        return Lowered.of(Launch.of("reduce/softmax", Groups.rows(rows, group, call.device()))
                .define("GROUP", group)
                .define("LOG", op.log() ? 1 : 0)
                .operands(0)
                .result(0)
                .ints(rows, length, op.stride(x)));
    }
}
