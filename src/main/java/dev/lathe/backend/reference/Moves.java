package dev.lathe.backend.reference;

import static dev.lathe.backend.reference.Positions.each;
import static dev.lathe.backend.reference.Positions.offset;

import dev.lathe.error.InputException;
import dev.lathe.op.Concat;
import dev.lathe.op.DepthToSpace;
import dev.lathe.op.Expand;
import dev.lathe.op.Gather;
import dev.lathe.op.GatherElements;
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

/** Loops that only move elements: for each result position, the place it is taken from. */
final class Moves {
    /** Tells from a result position, one number per axis, the element of the operand, or -1 for none. */
    @FunctionalInterface
    private interface Source {
        int of(int[] at);
    }

    private Moves() {}

    /** Reshape and its like: the elements stay in order. */
    static void copy(Args args) {
        System.arraycopy(
                args.in(0).array(), 0, args.out(0).array(), 0, args.in(0).size());
    }

    static void concat(Concat op, Args args) {
        Tensor out = args.out(0);
        int axis = op.axis(out.shape().rank());
        int start = 0;
        for (int i = 0; i < args.operands().size(); i++) {
            Tensor in = args.in(i);
            int first = start;
            each(in.shape(), (at, element) -> {
                at[axis] += first;
                move(in, element, out, offset(out.shape(), at));
                at[axis] -= first;
            });
            start += in.shape().dim(axis);
        }
    }

    static void depthToSpace(DepthToSpace op, Args args) {
        Shape x = args.in(0).shape();
        int b = op.block();
        int channels = args.out(0).shape().dim(1);
        fill(args, at -> {
            int row = at[2] % b;
            int column = at[3] % b;
            int channel = op.columnFirst() ? (at[1] * b + row) * b + column : (row * b + column) * channels + at[1];
            return offset(x, at[0], channel, at[2] / b, at[3] / b);
        });
    }

    static void spaceToDepth(SpaceToDepth op, Args args) {
        Shape x = args.in(0).shape();
        int b = op.block();
        fill(args, at -> {
            int place = at[1] / x.dim(1);
            return offset(x, at[0], at[1] % x.dim(1), at[2] * b + place / b, at[3] * b + place % b);
        });
    }

    static void expand(Expand op, Args args) {
        Shape x = args.in(0).shape();
        int more = args.out(0).shape().rank() - x.rank();
        int[] from = new int[x.rank()];
        fill(args, at -> {
            for (int i = 0; i < from.length; i++) {
                from[i] = x.dim(i) == 1 ? 0 : at[more + i];
            }
            return offset(x, from);
        });
    }

    static void gather(Gather op, Args args) {
        Shape x = args.in(0).shape();
        Shape indices = args.in(1).shape();
        int axis = op.axis(x.rank());
        int[] from = new int[x.rank()];
        int[] which = new int[indices.rank()];
        fill(args, at -> {
            System.arraycopy(at, 0, from, 0, axis);
            System.arraycopy(at, axis, which, 0, which.length);
            System.arraycopy(at, axis + which.length, from, axis + 1, from.length - axis - 1);
            from[axis] = index(op, args.in(1).longAt(offset(indices, which)), x.dim(axis));
            return offset(x, from);
        });
    }

    static void gatherElements(GatherElements op, Args args) {
        Shape x = args.in(0).shape();
        Shape indices = args.in(1).shape();
        int axis = op.axis(x.rank());
        fill(args, at -> {
            int[] from = at.clone();
            from[axis] = index(op, args.in(1).longAt(offset(indices, at)), x.dim(axis));
            return offset(x, from);
        });
    }

    private static int index(Op op, long index, int extent) {
        if (index < -extent || index >= extent) {
            throw new InputException(op.name() + ": index " + index + " is outside an axis of " + extent);
        }
        return (int) (index < 0 ? index + extent : index);
    }

    static void pad(Pad op, Args args) {
        Shape x = args.in(0).shape();
        Pad.Border border = op.resolve(Operands.ofValues(args.operands()));
        int[][] sources = new int[x.rank()][];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = op.sources(x.dim(i), border.begin()[i], border.end()[i]);
        }
        Tensor constant = args.has(2)
                ? args.in(2)
                : Tensor.zeros(new TensorType(args.in(0).dtype(), Shape.SCALAR));
        int[] from = new int[x.rank()];
        each(args.out(0).shape(), (at, element) -> {
            boolean inside = true;
            for (int i = 0; i < from.length; i++) {
                from[i] = sources[i][at[i]];
                inside &= from[i] >= 0;
            }
            move(inside ? args.in(0) : constant, inside ? offset(x, from) : 0, args.out(0), element);
        });
    }

    static void slice(Slice op, Args args) {
        Shape x = args.in(0).shape();
        Slice.Region region = op.resolve(Operands.ofValues(args.operands()));
        int[] from = new int[x.rank()];
        fill(args, at -> {
            for (int i = 0; i < from.length; i++) {
                from[i] = region.start()[i] + at[i] * region.step()[i];
            }
            return offset(x, from);
        });
    }

    static void split(Split op, Args args) {
        Tensor in = args.in(0);
        int axis = op.axis(in.shape().rank());
        int[] lengths = op.lengths(Operands.ofValues(args.operands()));
        int start = 0;
        for (int i = 0; i < args.results().size(); i++) {
            int first = start;
            if (args.wants(i)) {
                Tensor out = args.out(i);
                each(out.shape(), (at, element) -> {
                    at[axis] += first;
                    move(in, offset(in.shape(), at), out, element);
                    at[axis] -= first;
                });
            }
            start += lengths[i];
        }
    }

    static void tile(Tile op, Args args) {
        Shape x = args.in(0).shape();
        int[] from = new int[x.rank()];
        fill(args, at -> {
            for (int i = 0; i < from.length; i++) {
                from[i] = at[i] % x.dim(i);
            }
            return offset(x, from);
        });
    }

    static void transpose(Transpose op, Args args) {
        Shape x = args.in(0).shape();
        int[] axes = op.resolve(x.rank());
        int[] from = new int[x.rank()];
        fill(args, at -> {
            for (int i = 0; i < from.length; i++) {
                from[axes[i]] = at[i];
            }
            return offset(x, from);
        });
    }

    private static void fill(Args args, Source source) {
        Tensor in = args.in(0);
        Tensor out = args.out(0);
        each(out.shape(), (at, element) -> move(in, source.of(at), out, element));
    }

    private static void move(Tensor from, int source, Tensor to, int element) {
        System.arraycopy(from.array(), source, to.array(), element, 1);
    }
}
