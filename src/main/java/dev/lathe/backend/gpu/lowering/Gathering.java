package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.Gather;
import dev.lathe.op.GatherElements;
import dev.lathe.op.Pad;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Operators that pick elements by tables or by indices. Indices that are known are checked here; others by a kernel of
 * their own, {@code move/check_indices}.
 */
final class Gathering {
    private static final int INDICES = 1;

    private Gathering() {}

    static Lowered gather(Gather op, Call call) {
        Shape x = call.shape(0);
        int axis = op.axis(x.rank());
        int count = call.shape(INDICES).size();
        int outer = x.product(0, axis);
        int inner = x.product(axis + 1, x.rank());
        StridedBox run = StridedBox.row(call.operands().dtype(0), inner).widened();
        Pieces pieces = Pieces.of(outer * count, run.row(), call.device());
        Launch gather = Launch.of("move/gather", pieces.grid())
                .define("T", Copies.element(run.bytes()))
                .define("INDEX", indexType(call))
                .operands(0, INDICES)
                .result(0)
                .ints(pieces.items(), x.dim(axis), count, run.row(), pieces.length());
        return checked(gather, x.dim(axis), call);
    }

    static Lowered gatherElements(GatherElements op, Call call) {
        Shape x = call.shape(0);
        int axis = op.axis(x.rank());
        Shape out = call.result(0).shape();
        int[] steps = x.strides();
        int along = steps[axis];
        steps[axis] = 0;
        StridedBox box = StridedBox.of(call.result(0).dtype(), out.dims(), steps, out.strides())
                .merged();
        if (box.axes().size() > StridedBox.MOST_AXES) {
            return new Lowered.Refused(Copies.TOO_MANY_AXES);
        }
        Pieces pieces = Pieces.of(box.rows(), box.row(), call.device());
        Launch gather = Launch.of("move/gather_elements", pieces.grid())
                .define("T", Copies.element(box.bytes()))
                .define("AXES", box.rowAxes())
                .define("INDEX", indexType(call))
                .operands(0, INDICES)
                .result(0)
                .ints(pieces.items(), x.dim(axis), along)
                .struct(box.fields(pieces.length()));
        return checked(gather, x.dim(axis), call);
    }

    /** {@code gather}, and whatever makes sure that no index lies outside an axis of {@code extent}. */
    private static Lowered checked(Launch gather, int extent, Call call) {
        if (extent == 0) {
            return new Lowered.Refused("every index is outside an axis of 0");
        }
        Tensor known = call.operands().valueOrNull(INDICES);
        if (known != null) {
            OptionalLong wrong = LongStream.of(known.toLongs())
                    .filter(index -> index < -extent || index >= extent)
                    .findFirst();
            return wrong.isPresent()
                    ? new Lowered.Refused("index " + wrong.getAsLong() + " is outside an axis of " + extent)
                    : Lowered.of(gather);
        }
        int group = Groups.alone(call.device());
        Launch check = Launch.of("move/check_indices", Grid.cover(group, group))
                .define("INDEX", indexType(call))
                .define("GROUP", group)
                .operands(INDICES)
                .fault("is outside an axis of " + extent)
                .ints(call.shape(INDICES).size(), extent);
        return Lowered.of(check, gather);
    }

    private static String indexType(Call call) {
        return Copies.element(call.operands().dtype(INDICES).bytes());
    }

    static Lowered pad(Pad op, Call call) {
        Shape x = call.shape(0);
        DType dtype = call.operands().dtype(0);
        Pad.Border border = op.resolve(call.operands());
        List<int[]> maps = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) {
            maps.add(op.sources(x.dim(i), border.begin()[i], border.end()[i]));
        }
        Arg filling = call.operands().has(2)
                ? new Arg.Operand(2)
                : new Arg.Table(Tensor.zeros(new TensorType(dtype, Shape.SCALAR)));
        return MappedBox.of(x, maps).lower(filling, call);
    }
}
