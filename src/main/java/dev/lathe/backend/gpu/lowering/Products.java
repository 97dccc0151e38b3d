package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.Activation;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Matrix products of floats: each a {@link Correlation} with one tap. */
final class Products {
    private static final int C = 2;
    private static final int RESIDUAL = 3;

    private Products() {}

    static Lowered matMul(MatMul op, Call call) {
        if (call.result(0).dtype() != DType.FLOAT32) {
            return IntegerProducts.matMul(op, call);
        }
        Draft draft = new Draft();
        Batches batches = Batches.of(call, draft);
        Correlation sum = new Correlation(
                batches.images(),
                batches.groups(),
                batches.depth(),
                batches.rows(),
                Correlation.onePerPosition(batches.columns()),
                Draft.read(batches.b()),
                Draft.read(batches.a()),
                Correlation.Rows.dense(batches.rows(), batches.depth()),
                null,
                null,
                null,
                new Arg.Result(0));
        return Correlations.lower(sum, call, draft);
    }

    static Lowered gemm(Gemm op, Call call) {
        if (call.result(0).dtype() != DType.FLOAT32) {
            return IntegerProducts.gemm(op, call);
        }
        Draft draft = new Draft();
        Arg a = op.alpha() == 1 ? new Arg.Operand(0) : MatrixCopies.scaled(0, op.alpha(), call.shape(0), call, draft);
        Shape y = call.result(0).shape();
        // then the right matrix is read as it is, row by row, if it is transposed
        int few = call.device().cpu() ? Gemv.MOST_COLUMNS : GemvGroup.MOST_COLUMNS;
        boolean fewRows = y.dim(0) <= few && op.transposeB() && (!op.transposeA() || y.dim(0) == 1);
        Correlation sum = fewRows && isPerColumn(op, call) ? rowByRow(op, a, call) : general(op, a, call, draft);
        return Correlations.lower(sum, call, draft);
    }

    /** Whether what is added is nothing, or one number for each column. */
    private static boolean isPerColumn(Gemm op, Call call) {
        if (op.epilogue().residual()) {
            return false;
        }
        Shape y = call.result(0).shape();
        return !call.operands().has(C)
                || op.beta() == 1
                        && call.shape(C).size() == y.dim(1)
                        && (y.dim(1) == 1
                                ? y.dim(0) == 1
                                : call.shape(C).dim(call.shape(C).rank() - 1) == y.dim(1));
    }

    /** B' is [n, k]: its rows are filters, the rows of A images of one position. */
    private static Correlation rowByRow(Gemm op, Arg a, Call call) {
        Shape y = call.result(0).shape();
        int depth = call.shape(1).dim(1);
        return new Correlation(
                y.dim(0),
                1,
                depth,
                y.dim(1),
                Correlation.onePerPosition(1),
                Draft.read(a),
                new Arg.Operand(1),
                Correlation.Rows.dense(y.dim(1), depth),
                call.operands().has(C) ? new Arg.Operand(C) : null,
                null,
                op.epilogue().activation(),
                new Arg.Result(0));
    }

    /** The rows of A' are filters, the columns of B positions. */
    private static Correlation general(Gemm op, Arg a, Call call, Draft draft) {
        Shape y = call.result(0).shape();
        int depth = call.shape(0).dim(op.transposeA() ? 0 : 1);
        Arg b = op.transposeB() ? MatrixCopies.transposed(1, call.shape(1), call, draft) : new Arg.Operand(1);
        Activation activation = op.epilogue().activation();
        return new Correlation(
                1,
                1,
                depth,
                y.dim(0),
                Correlation.onePerPosition(y.dim(1)),
                Draft.read(b),
                Draft.read(a),
                op.transposeA() ? new Correlation.Rows(0, 1, y.dim(0)) : Correlation.Rows.dense(y.dim(0), depth),
                null,
                addend(op, call, draft),
                activation,
                new Arg.Result(0));
    }

    /** beta·C and the residual as one matrix of the result's shape. */
    private static @Nullable Arg addend(Gemm op, Call call, Draft draft) {
        Shape y = call.result(0).shape();
        Arg residual = op.epilogue().residual() ? new Arg.Operand(RESIDUAL) : null;
        if (!call.operands().has(C)) {
            return residual;
        }
        Arg c = op.beta() == 1 && call.shape(C).size() == y.size()
                ? new Arg.Operand(C)
                : MatrixCopies.scaled(C, op.beta(), y, call, draft);
        return residual == null ? c : MatrixCopies.sum(Draft.read(c), residual, y, call, draft);
    }
}
