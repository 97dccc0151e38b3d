package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Reduces operand 0 over the axes in optional INT64 operand 1 (none given: all axes, or none with {@code emptyAxesMeanNone}).
 */
public record Reduce(Function function, boolean keepDims, boolean emptyAxesMeanNone) implements Op {
    @Override
    public java.util.Set<Integer> parameters() {
        return java.util.Set.of(1);
    }
    @Override
    public String name() {
        return function.onnx();
    }
    public enum Function {
        SUM("ReduceSum"), MEAN("ReduceMean"), MAX("ReduceMax"), MIN("ReduceMin"), PROD("ReduceProd"), L1("ReduceL1"), L2("ReduceL2"),
        LOG_SUM("ReduceLogSum"), LOG_SUM_EXP("ReduceLogSumExp"), SUM_SQUARE("ReduceSumSquare");

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
