package dev.lathe.train.gradient;

import dev.lathe.op.Concat;
import dev.lathe.op.DepthToSpace;
import dev.lathe.op.Gather;
import dev.lathe.op.MatMul;
import dev.lathe.op.Operands;
import dev.lathe.op.Pad;
import dev.lathe.op.Resampling;
import dev.lathe.op.Resize;
import dev.lathe.op.Slice;
import dev.lathe.op.SpaceToDepth;
import dev.lathe.op.Split;
import dev.lathe.op.Transpose;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Derivatives of what moves data: each element goes back to where it came from. */
final class MoveRules {
    private MoveRules() {}

    static void concat(Concat op, Step step) {
        int axis = op.axis(step.shape(0).rank());
        int count = step.node().inputs().size();
        long[] lengths = IntStream.range(0, count)
                .mapToLong(i -> step.shape(i).dim(axis))
                .toArray();
        Sketch sketch = step.f().sketch();
        List<String> parts =
                sketch.apply(new Split(axis, count), count, step.gradient(), sketch.define(Tensor.vector(lengths)));
        for (int i = 0; i < count; i++) {
            step.give(i, parts.get(i));
        }
    }

    /** A part that influences nothing comes back as zeros. */
    static void split(Split op, Step step) {
        Sketch sketch = step.f().sketch();
        int axis = op.axis(step.shape(0).rank());
        int[] lengths = op.lengths(sketch.operands(step.node()));
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            Shape part = step.shape(0).with(axis, lengths[i]);
            parts.add(step.hasGradient(i) ? step.gradient(i) : sketch.define(Tensor.zeros(TensorType.float32(part))));
        }
        step.give(0, sketch.apply(new Concat(axis), parts.toArray(String[]::new)));
    }

    static void transpose(Transpose op, Step step) {
        int[] axes = op.resolve(step.shape(0).rank());
        int[] back = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            back[axes[i]] = i;
        }
        step.give(0, step.f().transpose(step.gradient(), back));
    }

    static void tile(Step step) {
        Arithmetic f = step.f();
        Shape x = step.shape(0);
        Shape y = f.shape(step.out());
        int[] dims = new int[2 * x.rank()];
        int[] repeats = new int[x.rank()];
        for (int i = 0; i < repeats.length; i++) {
            dims[2 * i] = x.dim(i) == 0 ? 1 : y.dim(i) / x.dim(i);
            dims[2 * i + 1] = x.dim(i);
            repeats[i] = 2 * i;
        }
        step.give(0, f.reshape(f.sum(f.reshape(step.gradient(), Shape.of(dims)), repeats), x));
    }

    /** What was cropped gets 0, what was added is cropped. */
    static void pad(Pad op, Step step) {
        if (op.mode() != Pad.Mode.CONSTANT) {
            throw step.refusal("pads of mode " + op.mode() + " have no rule, wanted CONSTANT");
        }
        step.refuse(2, "there is no derivative by the constant of a Pad");
        Pad.Border border = op.resolve(step.f().sketch().operands(step.node()));
        step.give(0, step.f().pad(step.gradient(), negative(border.begin()), negative(border.end())));
    }

    private static int[] negative(int[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    /** Zeros go between the elements where steps are longer than 1, then around them; walks backwards are turned. */
    static void slice(Slice op, Step step) {
        Arithmetic f = step.f();
        Shape x = step.shape(0);
        Slice.Region region = op.resolve(f.sketch().operands(step.node()));
        int[] backwards =
                IntStream.range(0, x.rank()).filter(i -> region.step()[i] < 0).toArray();
        String apart = spaced(f, f.flip(step.gradient(), backwards), region);
        int[] begin = new int[x.rank()];
        int[] end = new int[x.rank()];
        for (int i = 0; i < begin.length; i++) {
            int last = (region.count()[i] - 1) * region.step()[i];
            begin[i] = region.count()[i] == 0 ? 0 : region.start()[i] + Math.min(0, last);
            end[i] = x.dim(i) - begin[i] - f.shape(apart).dim(i);
        }
        step.give(0, f.pad(apart, begin, end));
    }

    /** Puts |step| - 1 zeros behind each element of every axis; the pads then crop the last that are too many. */
    private static String spaced(Arithmetic f, String x, Slice.Region region) {
        if (Arrays.stream(region.step()).allMatch(step -> Math.abs(step) == 1)) {
            return x;
        }
        int rank = region.step().length;
        int[] pairs = new int[2 * rank];
        int[] zeros = new int[2 * rank];
        int[] wide = new int[rank];
        for (int i = 0; i < rank; i++) {
            int step = Math.abs(region.step()[i]);
            pairs[2 * i] = region.count()[i];
            pairs[2 * i + 1] = 1;
            zeros[2 * i + 1] = step - 1;
            wide[i] = region.count()[i] * step;
        }
        return f.reshape(f.pad(f.reshape(x, Shape.of(pairs)), new int[2 * rank], zeros), Shape.of(wide));
    }

    /** As a product with the matrix that has a 1 for each index. */
    static void gather(Gather op, Step step) {
        Tensor indices = step.f().sketch().constant(step.in(1));
        if (indices == null) {
            throw step.refusal("its indices are computed from data, wanted a constant");
        }
        Shape x = step.shape(0);
        int axis = op.axis(x.rank());
        Tensor hits = Tensor.zeros(TensorType.float32(Shape.of(x.dim(axis), indices.size())));
        for (int i = 0; i < indices.size(); i++) {
            int at = Math.floorMod((int) indices.longAt(i), x.dim(axis));
            hits.set(at * indices.size() + i, 1.0);
        }
        step.give(0, step.f().reshape(along(step.f(), hits, step.gradient(), x.product(0, axis)), x));
    }

    /** {@code matrix} [m, k] times {@code x}, seen as [before, k, after]: the axis of k becomes one of m. */
    private static String along(Arithmetic f, Tensor matrix, String x, int before) {
        int k = matrix.shape().dim(1);
        int after = f.shape(x).size() / Math.max(1, before * k);
        String seen = f.reshape(x, Shape.of(before, k, after));
        return f.sketch().apply(new MatMul(), f.sketch().define(matrix), seen);
    }

    /** Interpolation is a product with a matrix along each axis, and so is its derivative. */
    static void resize(Resize op, Step step) {
        Arithmetic f = step.f();
        Operands operands = f.sketch().operands(step.node());
        List<Resize.Axis> axes = op.resolve(operands);
        Shape shape = f.shape(step.out());
        String dx = step.gradient();
        for (int i = 0; i < axes.size(); i++) {
            Tensor matrix = matrix(op, axes.get(i));
            if (matrix != null) {
                shape = shape.with(i, axes.get(i).in());
                dx = f.reshape(along(f, matrix, dx, shape.product(0, i)), shape);
            }
        }
        step.give(0, dx);
    }

    /** [in, out], transposed to what interpolates along {@code axis}; null if that changes nothing. */
    private static @Nullable Tensor matrix(Resize op, Resize.Axis axis) {
        Resampling resampling = Resampling.of(op, axis);
        if (resampling.isIdentity(axis.in())) {
            return null;
        }
        Tensor matrix = Tensor.zeros(TensorType.float32(Shape.of(axis.in(), axis.out())));
        for (int o = 0; o < axis.out(); o++) {
            double[] weights = resampling.weights()[o];
            for (int t = 0; t < weights.length; t++) {
                matrix.set((resampling.first()[o] + t) * axis.out() + o, weights[t]);
            }
        }
        return matrix;
    }

    static void depthToSpace(DepthToSpace op, Step step) {
        if (op.columnFirst()) {
            throw step.refusal("its order is CRD, wanted DCR");
        }
        step.give(0, step.f().sketch().apply(new SpaceToDepth(op.block()), step.gradient()));
    }

    static String depthFirst(int block, Step step) {
        return step.f().sketch().apply(new DepthToSpace(block, false), step.gradient());
    }
}
