package dev.lathe.backend.reference;

import dev.lathe.op.Operands;
import dev.lathe.op.Resampling;
import dev.lathe.op.Resize;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;

/** Resize by its formulas, one output element at a time. */
final class Interpolation {
    /** What single precision of a position may leave between a sum and the whole number that it means. */
    private static final double SLACK = 1e-4;

    private Interpolation() {}

    static void resize(Resize op, Args args) {
        Tensor in = args.in(0);
        Tensor out = args.out(0);
        if (out.size() == 0) {
            return;
        }
        List<Resampling> axes = op.resolve(Operands.ofValues(args.operands())).stream()
                .map(axis -> Resampling.of(op, axis))
                .toList();
        Positions.each(out.shape(), (at, element) -> {
            if (outside(axes, at)) {
                out.set(element, (double) op.extrapolation());
            } else if (op.interpolation() == Resize.Interpolation.NEAREST) {
                System.arraycopy(in.array(), nearest(axes, in.shape(), at), out.array(), element, 1);
            } else {
                double sum = sum(axes, in, at, 0, 0);
                out.set(element, in.dtype() == DType.FLOAT32 ? sum : whole(sum));
            }
        });
    }

    private static boolean outside(List<Resampling> axes, int[] at) {
        boolean outside = false;
        for (int i = 0; i < at.length; i++) {
            outside |= axes.get(i).first()[at[i]] < 0;
        }
        return outside;
    }

    private static int nearest(List<Resampling> axes, Shape x, int[] at) {
        int[] from = new int[at.length];
        for (int i = 0; i < at.length; i++) {
            from[i] = axes.get(i).first()[at[i]];
        }
        return Positions.offset(x, from);
    }

    /** The weighted sum over the neighbours on {@code axis} and all later ones. */
    private static double sum(List<Resampling> axes, Tensor in, int[] at, int axis, int offset) {
        if (axis == at.length) {
            return in.doubleAt(offset);
        }
        int first = axes.get(axis).first()[at[axis]];
        double[] weights = axes.get(axis).weights()[at[axis]];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            int next = offset * in.shape().dim(axis) + first + i;
            sum += weights[i] * sum(axes, in, at, axis + 1, next);
        }
        return sum;
    }

    /** Integer results are cut towards zero, except where the sum is but a rounding error away from a whole number. */
    private static double whole(double sum) {
        double near = Math.rint(sum);
        return Math.abs(sum - near) <= SLACK ? near : sum;
    }
}
