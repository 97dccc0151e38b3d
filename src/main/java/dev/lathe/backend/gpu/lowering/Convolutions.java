package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.Conv;
import dev.lathe.op.Geometry;
import dev.lathe.tensor.Shape;

/** Convolutions of floats. */
final class Convolutions {
    private Convolutions() {}

    static Lowered conv(Conv op, Call call) {
        return Correlations.lower(sum(op, call, 0), call, new Draft());
    }

    /** @param first number of the first operand */
    static Correlation sum(Conv op, Call call, int first) {
        Shape x = call.shape(0);
        Shape w = call.shape(1);
        Geometry geometry = op.geometry(x, w).withRank(Correlation.AXES);
        int filters = w.dim(0) / op.groups();
        return new Correlation(
                x.dim(0),
                op.groups(),
                w.dim(1),
                filters,
                geometry,
                new Arg.Operand(first),
                new Arg.Operand(first + 1),
                Correlation.Rows.dense(filters, w.product(1, w.rank())),
                call.operands().has(2) ? new Arg.Operand(first + 2) : null,
                op.epilogue().residual() ? new Arg.Operand(first + 3) : null,
                op.epilogue().activation(),
                new Arg.Result(0));
    }
}
