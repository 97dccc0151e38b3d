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
        Shape x = call.shape(0);
        Shape w = call.shape(1);
        Geometry geometry = op.geometry(x, w).withRank(Correlation.AXES);
        int filters = w.dim(0) / op.groups();
        Correlation sum = new Correlation(
                x.dim(0),
                op.groups(),
                w.dim(1),
                filters,
                geometry,
                new Arg.Operand(0),
                new Arg.Operand(1),
                Correlation.Rows.dense(filters, w.product(1, w.rank())),
                call.operands().has(2) ? new Arg.Operand(2) : null,
                op.epilogue().residual() ? new Arg.Operand(3) : null,
                op.epilogue().activation(),
                new Arg.Result(0));
        return Correlations.lower(sum, call, new Draft());
    }
}
