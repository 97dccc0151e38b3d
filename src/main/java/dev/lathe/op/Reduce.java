package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reduces operand 0 over the axes in optional INT64 operand 1 (none given: all axes, or none with
 * {@code emptyAxesMeanNone}: then every element is reduced by itself).
 *
 * <p>FLOAT32, INT64, INT32; MAX and MIN also INT8, UINT8, BOOL. Integer results wrap around or are cut towards zero. No
 * elements give the function's identity: 0, 1 for PROD, the type's least value for MAX and its largest for MIN, minus
 * infinity for the logarithms, NaN (0 for integers) for MEAN.
 */
public record Reduce(Function function, boolean keepDims, boolean emptyAxesMeanNone) implements Op {
    private static final int AXES = 1;

    /** What is computed; the logarithms are natural. */
    public enum Function {
        SUM("ReduceSum"),
        MEAN("ReduceMean"),
        MAX("ReduceMax"),
        MIN("ReduceMin"),
        PROD("ReduceProd"),
        L1("ReduceL1"),
        L2("ReduceL2"),
        LOG_SUM("ReduceLogSum"),
        LOG_SUM_EXP("ReduceLogSumExp"),
        SUM_SQUARE("ReduceSumSquare");

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
    public Set<Integer> parameters() {
        return Set.of(AXES);
    }

    @Override
    public String name() {
        return function.onnx();
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, 2);
        switch (function) {
            case MAX, MIN -> Check.dtype(this, in, 0, DType.values());
            case SUM, MEAN, PROD, L1, L2 -> Check.dtype(this, in, 0, DType.FLOAT32, DType.INT64, DType.INT32);
            case LOG_SUM, LOG_SUM_EXP, SUM_SQUARE -> Check.dtype(this, in, 0, DType.FLOAT32, DType.INT64, DType.INT32);
        }
        Tensor axes = null;
        if (in.has(AXES)) {
            Check.dtype(this, in, AXES, DType.INT64);
            check(this, in.shape(AXES).rank() == 1, "operand 1 (axes) %s must have rank 1", in.type(AXES));
            axes = in.value(AXES, "axes");
        }
        Shape x = in.shape(0);
        boolean[] reduced = reduced(x, axes);
        int[] kept = IntStream.range(0, x.rank())
                .filter(i -> keepDims || !reduced[i])
                .map(i -> reduced[i] ? 1 : x.dim(i))
                .toArray();
        return Elementwise.one(in.dtype(0), Shape.of(kept));
    }

    /** For each axis of {@code x} whether it is reduced; {@code axes} is operand 1 or null. */
    public boolean[] reduced(Shape x, @Nullable Tensor axes) {
        boolean[] reduced = new boolean[x.rank()];
        if (axes == null || axes.size() == 0) {
            Arrays.fill(reduced, !emptyAxesMeanNone);
            return reduced;
        }
        for (long value : axes.toLongs()) {
            int axis = Axes.resolve(this, x, value);
            check(this, !reduced[axis], "operand 1 (axes) names axis %d of %s twice", axis, x);
            reduced[axis] = true;
        }
        return reduced;
    }
}
