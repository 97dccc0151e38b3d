package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.operand;
import static dev.lathe.backend.cpu.Args.optional;

import dev.lathe.backend.cpu.StridedCopy.Axis;
import dev.lathe.error.InputException;
import dev.lathe.op.Concat;
import dev.lathe.op.DepthToSpace;
import dev.lathe.op.Expand;
import dev.lathe.op.Gather;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.op.Pad;
import dev.lathe.op.Slice;
import dev.lathe.op.SpaceToDepth;
import dev.lathe.op.Split;
import dev.lathe.op.Tile;
import dev.lathe.op.Transpose;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** Operators that only move elements: nearly all of them are one {@link StridedCopy}. */
final class MoveKernels {
    /** For empty results: beside an extent of 0, the others may be larger than any table. */
    static final Kernel NOTHING = (in, out, workers) -> {};

    private MoveKernels() {}

    /** Reshape and its like: the elements stay in order. */
    static Kernel copy(Operands in) {
        return single(List.of(new Axis(in.shape(0).size(), 1, 1)), 0);
    }

    static Kernel concat(Concat op, Operands in) {
        return concat(op, in, _ -> false);
    }

    /** @param isPlaced which operands are where they belong already */
    static Kernel concat(Concat op, Operands in, IntPredicate isPlaced) {
        Shape out = result(op, in);
        int axis = op.axis(out.rank());
        SortedMap<Integer, StridedCopy> copies = new TreeMap<>();
        int start = 0;
        for (int i = 0; i < in.count(); i++) {
            Shape x = in.shape(i);
            if (!isPlaced.test(i)) {
                int to = start * out.strides()[axis];
                copies.put(i, new StridedCopy(axes(x.dims(), x.strides(), out.strides()), 0, to));
            }
            start += x.dim(axis);
        }
        return (from, to, workers) -> copies.forEach((i, copy) -> copy.run(operand(from, i), operand(to, 0), workers));
    }

    static Kernel split(Split op, Operands in) {
        Shape x = in.shape(0);
        int axis = op.axis(x.rank());
        List<StridedCopy> copies = new ArrayList<>();
        int start = 0;
        for (int length : op.lengths(in)) {
            Shape part = x.with(axis, length);
            copies.add(new StridedCopy(axes(part.dims(), x.strides(), part.strides()), start * x.strides()[axis], 0));
            start += length;
        }
        return (from, to, workers) -> {
            for (int i = 0; i < to.size(); i++) {
                Tensor part = to.get(i);
                if (part != null) {
                    copies.get(i).run(operand(from, 0), part, workers);
                }
            }
        };
    }

    static Kernel slice(Slice op, Operands in) {
        int[] strides = in.shape(0).strides();
        Slice.Region region = op.resolve(in);
        int first = 0;
        int[] steps = new int[strides.length];
        for (int i = 0; i < strides.length; i++) {
            first += region.start()[i] * strides[i];
            steps[i] = region.step()[i] * strides[i];
        }
        return single(axes(region.count(), steps, Shape.of(region.count()).strides()), first);
    }

    static Kernel expand(Expand op, Operands in) {
        Shape x = in.shape(0);
        Shape out = result(op, in);
        int more = out.rank() - x.rank();
        int[] steps = new int[out.rank()];
        for (int i = 0; i < x.rank(); i++) {
            steps[more + i] = x.dim(i) == 1 ? 0 : x.strides()[i];
        }
        return single(axes(out.dims(), steps, out.strides()), 0);
    }

    static Kernel tile(Tile op, Operands in) {
        Shape x = in.shape(0);
        Shape out = result(op, in);
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) {
            int step = out.strides()[i];
            axes.add(new Axis(out.dim(i) / Math.max(1, x.dim(i)), 0, step * x.dim(i)));
            axes.add(new Axis(x.dim(i), x.strides()[i], step));
        }
        return single(axes, 0);
    }

    static Kernel transpose(Transpose op, Operands in) {
        Shape x = in.shape(0);
        return permuted(x, op.resolve(x.rank()));
    }

    static Kernel depthToSpace(DepthToSpace op, Operands in) {
        Shape x = in.shape(0);
        int b = op.block();
        int c = x.dim(1) / (b * b);
        return op.columnFirst()
                ? permuted(Shape.of(x.dim(0), c, b, b, x.dim(2), x.dim(3)), 0, 1, 4, 2, 5, 3)
                : permuted(Shape.of(x.dim(0), b, b, c, x.dim(2), x.dim(3)), 0, 3, 4, 1, 5, 2);
    }

    /** The same of images whose channels lie last, and so does the result. */
    static Kernel depthToSpaceLast(DepthToSpace op, Operands in) {
        Shape x = in.shape(0);
        int b = op.block();
        int c = x.dim(1) / (b * b);
        return op.columnFirst()
                ? permuted(Shape.of(x.dim(0), x.dim(2), x.dim(3), c, b, b), 0, 1, 4, 2, 5, 3)
                : permuted(Shape.of(x.dim(0), x.dim(2), x.dim(3), b, b, c), 0, 1, 3, 2, 4, 5);
    }

    static Kernel spaceToDepth(SpaceToDepth op, Operands in) {
        Shape x = in.shape(0);
        int b = op.block();
        return permuted(Shape.of(x.dim(0), x.dim(1), x.dim(2) / b, b, x.dim(3) / b, b), 0, 3, 5, 1, 2, 4);
    }

    private static Kernel permuted(Shape x, int... order) {
        int[] dims = new int[order.length];
        int[] steps = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            dims[i] = x.dim(order[i]);
            steps[i] = x.strides()[order[i]];
        }
        return single(axes(dims, steps, Shape.of(dims).strides()), 0);
    }

    static Kernel pad(Pad op, Operands in) {
        Shape x = in.shape(0);
        if (result(op, in).size() == 0) {
            return NOTHING;
        }
        Pad.Border border = op.resolve(in);
        int[][] maps = new int[x.rank()][];
        for (int i = 0; i < maps.length; i++) {
            maps[i] = op.sources(x.dim(i), border.begin()[i], border.end()[i]);
        }
        MappedCopy copy = new MappedCopy(x, maps);
        Tensor zero = Tensor.zeros(new TensorType(in.dtype(0), Shape.SCALAR));
        return (from, to, workers) -> {
            Tensor constant = optional(from, 2);
            copy.run(operand(from, 0), operand(to, 0), constant == null ? zero : constant, workers);
        };
    }

    static Kernel gather(Gather op, Operands in) {
        Shape x = in.shape(0);
        int axis = op.axis(x.rank());
        int extent = x.dim(axis);
        int count = in.shape(1).size();
        boolean empty = result(op, in).size() == 0;
        int outer = empty ? 0 : x.product(0, axis);
        int inner = empty ? 0 : x.product(axis + 1, x.rank());
        return (from, to, workers) -> {
            Tensor source = operand(from, 0);
            Tensor target = operand(to, 0);
            int[] which = indices(op, operand(from, 1), extent);
            int rows = outer * count;
            int shares = Math.min(rows, Shares.of(target.size(), workers));
            workers.run(shares, share -> {
                int end = Shares.begin(rows, share + 1, shares);
                for (int row = Shares.begin(rows, share, shares); row < end; row++) {
                    int picked = (row / count * extent + which[row % count]) * inner;
                    System.arraycopy(source.array(), picked, target.array(), row * inner, inner);
                }
            });
        };
    }

    private static int[] indices(Op op, Tensor indices, int extent) {
        int[] resolved = new int[indices.size()];
        for (int i = 0; i < resolved.length; i++) {
            long index = indices.longAt(i);
            if (index < -extent || index >= extent) {
                throw new InputException(op.name() + ": index " + index + " is outside an axis of " + extent);
            }
            resolved[i] = (int) (index < 0 ? index + extent : index);
        }
        return resolved;
    }

    private static Kernel single(List<Axis> axes, int first) {
        StridedCopy copy = new StridedCopy(axes, first, 0);
        return (from, to, workers) -> copy.run(operand(from, 0), operand(to, 0), workers);
    }

    private static List<Axis> axes(int[] extents, int[] from, int[] to) {
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < extents.length; i++) {
            axes.add(new Axis(extents[i], from[i], to[i]));
        }
        return axes;
    }

    private static Shape result(Op op, Operands in) {
        return op.infer(in).getFirst().shape();
    }
}
