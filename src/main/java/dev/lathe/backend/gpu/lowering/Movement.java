package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.backend.gpu.lowering.StridedBox.Axis;
import dev.lathe.op.Concat;
import dev.lathe.op.DepthToSpace;
import dev.lathe.op.Expand;
import dev.lathe.op.Slice;
import dev.lathe.op.SpaceToDepth;
import dev.lathe.op.Split;
import dev.lathe.op.Tile;
import dev.lathe.op.Transpose;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Operators whose results are elements of the operands in another order: each a {@link StridedBox} or several. */
final class Movement {
    private Movement() {}

    static Lowered concat(Concat op, Call call) {
        int[] strides = call.result(0).shape().strides();
        int axis = op.axis(strides.length);
        List<Launch> launches = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < call.operands().count(); i++) {
            Shape x = call.shape(i);
            if (x.size() > 0) {
                StridedBox box = StridedBox.of(call.operands().dtype(i), x.dims(), x.strides(), strides);
                int to = start * strides[axis];
                launches.add(Copies.strided(new Arg.Operand(i), new Arg.Result(0), box.startingAt(0, to), call));
            }
            start += x.dim(axis);
        }
        return new Lowered.Launches(List.of(), launches);
    }

    static Lowered split(Split op, Call call) {
        Shape x = call.shape(0);
        int axis = op.axis(x.rank());
        int[] lengths = op.lengths(call.operands());
        List<Launch> launches = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < lengths.length; i++) {
            Shape part = x.with(axis, lengths[i]);
            if (call.wants(i) && part.size() > 0) {
                StridedBox box = StridedBox.of(call.operands().dtype(0), part.dims(), x.strides(), part.strides());
                int from = start * x.strides()[axis];
                launches.add(Copies.strided(new Arg.Operand(0), new Arg.Result(i), box.startingAt(from, 0), call));
            }
            start += lengths[i];
        }
        return new Lowered.Launches(List.of(), launches);
    }

    static Lowered slice(Slice op, Call call) {
        int[] strides = call.shape(0).strides();
        Slice.Region region = op.resolve(call.operands());
        int first = 0;
        int[] steps = new int[strides.length];
        for (int i = 0; i < strides.length; i++) {
            first += region.start()[i] * strides[i];
            steps[i] = region.step()[i] * strides[i];
        }
        return Copies.single(dense(region.count(), steps, call).startingAt(first, 0), call);
    }

    static Lowered expand(Expand op, Call call) {
        Shape x = call.shape(0);
        Shape out = call.result(0).shape();
        int more = out.rank() - x.rank();
        int[] steps = new int[out.rank()];
        for (int i = 0; i < x.rank(); i++) {
            steps[more + i] = x.dim(i) == 1 ? 0 : x.strides()[i];
        }
        return Copies.single(dense(out.dims(), steps, call), call);
    }

    static Lowered tile(Tile op, Call call) {
        Shape x = call.shape(0);
        Shape out = call.result(0).shape();
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) {
            int step = out.strides()[i];
            axes.add(new Axis(out.dim(i) / x.dim(i), 0, step * x.dim(i)));
            axes.add(new Axis(x.dim(i), x.strides()[i], step));
        }
        return Copies.single(new StridedBox(call.result(0).dtype().bytes(), axes, 0, 0), call);
    }

    static Lowered transpose(Transpose op, Call call) {
        Shape x = call.shape(0);
        return permuted(x, call, op.resolve(x.rank()));
    }

    static Lowered depthToSpace(DepthToSpace op, Call call) {
        Shape x = call.shape(0);
        int b = op.block();
        int c = x.dim(1) / (b * b);
        return op.columnFirst()
                ? permuted(Shape.of(x.dim(0), c, b, b, x.dim(2), x.dim(3)), call, 0, 1, 4, 2, 5, 3)
                : permuted(Shape.of(x.dim(0), b, b, c, x.dim(2), x.dim(3)), call, 0, 3, 4, 1, 5, 2);
    }

    static Lowered spaceToDepth(SpaceToDepth op, Call call) {
        Shape x = call.shape(0);
        int b = op.block();
        return permuted(Shape.of(x.dim(0), x.dim(1), x.dim(2) / b, b, x.dim(3) / b, b), call, 0, 3, 5, 1, 2, 4);
    }

    /** Reshape and its like: the elements stay in order. */
    static Lowered copy(Call call) {
        return Copies.single(
                StridedBox.row(call.result(0).dtype(), call.shape(0).size()), call);
    }

    /** Axis i of the result is axis {@code order[i]} of the operand seen as {@code x}. */
    private static Lowered permuted(Shape x, Call call, int... order) {
        int[] dims = new int[order.length];
        int[] steps = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            dims[i] = x.dim(order[i]);
            steps[i] = x.strides()[order[i]];
        }
        return Copies.single(dense(dims, steps, call), call);
    }

    /** A box that fills a target of {@code dims} in order. */
    private static StridedBox dense(int[] dims, int[] steps, Call call) {
        DType dtype = call.result(0).dtype();
        return StridedBox.of(dtype, dims, steps, Shape.of(dims).strides());
    }
}
