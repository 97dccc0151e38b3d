package dev.lathe.train.gradient;

import dev.lathe.op.Geometry;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.MaxPoolGradient;
import dev.lathe.op.Pool;
import dev.lathe.op.Reduce;
import dev.lathe.op.Unary;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;

/** Derivatives of pooling. */
final class PoolRules {
    private PoolRules() {}

    static void pool(Pool op, Step step) {
        Geometry geometry = op.geometry(step.shape(0));
        step.give(
                0,
                switch (op.kind()) {
                    case MAX -> max(op, step);
                    case AVERAGE -> average(op, geometry, step);
                    case LP -> {
                        String scale = normScale(step, op.p(), step.gradient(), step.out());
                        yield normSlope(step, op.p(), spread(step.f(), geometry, scale, step.shape(0)));
                    }
                });
    }

    private static String max(Pool op, Step step) {
        if (op.columnMajor()) {
            throw step.refusal("its indices are column-major, wanted row-major");
        }
        Arithmetic f = step.f();
        MaxPoolGradient gradient = new MaxPoolGradient(op.window(), op.ceil());
        return f.sketch().apply(gradient, step.gradient(), step.out(1), f.extents(step.shape(0)));
    }

    private static String average(Pool op, Geometry geometry, Step step) {
        Arithmetic f = step.f();
        IntBinaryOperator taps = op.countPadding()
                ? geometry::paddedTaps
                : (axis, o) -> geometry.endTap(axis, o) - geometry.firstTap(axis, o);
        Shape positions = Shape.of(geometry.out());
        float[] shares = new float[positions.size()];
        int[] strides = positions.strides();
        for (int i = 0; i < shares.length; i++) {
            int count = 1;
            for (int axis = 0; axis < geometry.rank(); axis++) {
                count *= taps.applyAsInt(axis, i / strides[axis] % positions.dim(axis));
            }
            shares[i] = count == 0 ? 0 : 1f / count;
        }
        String share = f.sketch().define(Tensor.of(positions, shares));
        return spread(f, geometry, f.times(step.gradient(), share), step.shape(0));
    }

    /** For each position of x the sum of what the windows have that see it. */
    private static String spread(Arithmetic f, Geometry geometry, String field, Shape x) {
        int planes = x.product(0, 2);
        String plane = f.reshape(field, planes(planes, geometry.out()));
        float[] ones = new float[Shape.of(geometry.kernel()).size()];
        Arrays.fill(ones, 1);
        String taps = f.sketch().define(Tensor.of(planes(1, geometry.kernel()), ones));
        return f.reshape(new Correlations(f, geometry, 1).spread(plane, taps), x);
    }

    /** [count, 1, spatial...]. */
    private static Shape planes(int count, int[] spatial) {
        return Shape.of(
                IntStream.concat(IntStream.of(count, 1), IntStream.of(spatial)).toArray());
    }

    static void globalPool(GlobalPool op, Step step) {
        int[] spatial = IntStream.range(2, step.shape(0).rank()).toArray();
        switch (op.kind()) {
            case MAX -> ReduceRules.reduce(Reduce.Function.MAX, spatial, step);
            case AVERAGE -> ReduceRules.reduce(Reduce.Function.MEAN, spatial, step);
            case LP -> step.give(0, normSlope(step, op.p(), normScale(step, op.p(), step.gradient(), step.out())));
        }
    }

    /** dy·y^(1-p), and 0 where the norm y is. */
    private static String normScale(Step step, int p, String dy, String y) {
        Arithmetic f = step.f();
        return p == 1 ? dy : f.only(f.above(y, 0), f.times(dy, f.power(y, 1 - p)));
    }

    /** {@code scale}·|x|^(p-1)·sign(x). */
    private static String normSlope(Step step, int p, String scale) {
        Arithmetic f = step.f();
        String sign = f.unary(Unary.Function.SIGN, step.in(0));
        return f.times(p == 1 ? sign : f.times(sign, f.power(f.unary(Unary.Function.ABS, step.in(0)), p - 1)), scale);
    }
}
