package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.GroupNormalization;
import dev.lathe.op.InstanceNormalization;
import dev.lathe.op.LayerNormalization;
import dev.lathe.op.Lrn;
import dev.lathe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Normalisations: first the mean and the inverse deviation of each row, scratch 0, then all elements by these. */
final class Norms {
    /** Of a mean and an inverse deviation, both in double precision where the device has that. */
    private static final long MOMENTS_BYTES = 2 * Double.BYTES;

    private static final int LANES = 16;
    private static final float THREE_QUARTERS = 0.75f;

    private Norms() {}

    static Lowered batchNormalization(BatchNormalization op, Call call) {
        Shape x = call.shape(0);
        int channels = x.dim(1);
        Launch moments = Launch.of("norm/channel_moments", call.cover(channels))
                .operands(3, 4)
                .writes(0)
                .ints(channels)
                .reals(op.epsilon());
        Shape split = Shape.of(x.dim(0), channels, 1, area(x));
        Shape each = Shape.of(channels, 1, 1);
        Broadcasting axes = Broadcasting.of(split, each, each, each);
        return new Lowered.Launches(List.of(channels * MOMENTS_BYTES), List.of(moments, normalize(axes, true, call)));
    }

    static Lowered groupNormalization(GroupNormalization op, Call call) {
        return ofGroups(op.groups(), op.epsilon(), call);
    }

    static Lowered instanceNormalization(InstanceNormalization op, Call call) {
        return ofGroups(call.shape(0).dim(1), op.epsilon(), call);
    }

    /** Of x [n, groups, channels of each, area]. */
    private static Lowered ofGroups(int groups, float epsilon, Call call) {
        Shape x = call.shape(0);
        int each = x.dim(1) / groups;
        int rows = x.dim(0) * groups;
        Shape split = Shape.of(x.dim(0), groups, each, area(x));
        Shape channels = Shape.of(groups, each, 1);
        Broadcasting axes = Broadcasting.of(split, channels, channels, Shape.of(x.dim(0), groups, 1, 1));
        return new Lowered.Launches(
                List.of(rows * MOMENTS_BYTES),
                List.of(moments(rows, each * area(x), epsilon, call), normalize(axes, true, call)));
    }

    private static int area(Shape x) {
        return x.product(2, x.rank());
    }

    static Lowered layerNormalization(LayerNormalization op, Call call) {
        Shape x = call.shape(0);
        int first = x.axis(op.axis());
        int rows = x.product(0, first);
        List<Launch> launches = new ArrayList<>();
        launches.add(moments(rows, x.product(first, x.rank()), op.epsilon(), call));
        boolean bias = call.operands().has(2);
        if (call.wants(0) && x.size() > 0) {
            Shape outer = x;
            for (int axis = first; axis < x.rank(); axis++) {
                outer = outer.with(axis, 1);
            }
            Broadcasting axes = Broadcasting.of(x, call.shape(1), bias ? call.shape(2) : Shape.SCALAR, outer);
            if (!axes.fits()) {
                return new Lowered.Refused(Broadcasting.TOO_MANY_AXES);
            }
            launches.add(normalize(axes, bias, call));
        }
        for (int which = 0; which <= 1; which++) {
            if (call.wants(1 + which)) {
                launches.add(Launch.of("norm/one_moment", call.cover(rows))
                        .define("WHICH", which)
                        .reads(0)
                        .result(1 + which)
                        .ints(rows));
            }
        }
        return new Lowered.Launches(List.of(rows * MOMENTS_BYTES), launches);
    }

    /** The moments of consecutive rows of operand 0. */
    private static Launch moments(int rows, int length, float epsilon, Call call) {
        int group = Groups.row(length, call.device());
        return Launch.of("norm/moments", Groups.rows(rows, group, call.device()))
                .define("GROUP", group)
                .define("LANES", call.device().cpu() && length >= LANES ? LANES : 1)
                .operands(0)
                .writes(0)
                .ints(rows, length)
                .reals(epsilon);
    }

    /** {@code axes} are those of x with scale, bias and moments. */
    private static Launch normalize(Broadcasting axes, boolean bias, Call call) {
        return axes.launch("norm/normalization", call)
                .define("BIAS", bias ? 1 : 0)
                .operands(bias ? new int[] {0, 1, 2} : new int[] {0, 1})
                .reads(0)
                .result(0)
                .struct(axes.fields());
    }

    static Lowered lrn(Lrn op, Call call) {
        Shape x = call.shape(0);
        int planes = x.product(0, 2);
        return Lowered.of(Launch.of("norm/lrn", Grid.box(call.device().group(), area(x), planes))
                .define("BETA", FloatLiterals.of(op.beta()))
                .define("BY_ROOTS", op.beta() == THREE_QUARTERS ? 1 : 0)
                .operands(0)
                .result(0)
                .struct(planes, x.dim(1), area(x), op.before(), op.after())
                .reals((float) ((double) op.alpha() / op.size()), op.bias()));
    }
}
