package dev.lathe.op;

import dev.lathe.error.LimitException;
import dev.lathe.error.ShapeException;
import dev.lathe.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * A window that slides over the spatial axes. Lists have one entry per spatial axis; an empty list stands for the
 * default: the kernel is that of the weight operand, strides and dilations are 1.
 */
public record Window(List<Integer> kernel, List<Integer> strides, List<Integer> dilations, Padding padding) {
    public Window {
        kernel = List.copyOf(kernel);
        strides = List.copyOf(strides);
        dilations = List.copyOf(dilations);
        for (List<Integer> list : List.of(kernel, strides, dilations)) {
            for (int value : list) {
                if (value < 1) {
                    throw new ShapeException("window: kernel, strides and dilations must be positive, got " + kernel
                            + ", " + strides + ", " + dilations);
                }
            }
        }
    }

    /** Square-ish shorthand for tests and builders: one kernel, stride 1, no padding. */
    public static Window of(int... kernel) {
        return new Window(Arrays.stream(kernel).boxed().toList(), List.of(), List.of(), Padding.NONE);
    }

    /**
     * This window over the spatial axes of {@code x}.
     *
     * @param op who asks, for messages
     * @param x [n, c, spatial...]
     * @param weightKernel the spatial extents of the weight operand, one per spatial axis; without one, this window's
     *     own kernel
     * @param ceil whether a last window may hang over the padded end; it must still begin inside x or its leading
     *     padding
     * @throws ShapeException if a list has another length than x has spatial axes, the kernels differ, or not even one
     *     window fits
     * @throws LimitException if a position would not fit an {@code int}
     */
    public Geometry over(Op op, Shape x, int[] weightKernel, boolean ceil) {
        int rank = x.rank() - 2;
        checkKernel(op, x, weightKernel);
        int[] stride = resolve(op, "strides", strides, rank, 1);
        int[] dilation = resolve(op, "dilations", dilations, rank, 1);
        int[] begin = new int[rank];
        int[] end = new int[rank];
        int[] out = new int[rank];
        for (int i = 0; i < rank; i++) {
            Axis axis = new Axis(op, x, i + 2, weightKernel[i], stride[i], dilation[i]);
            axis.checkExtents();
            begin[i] = axis.fits(padBegin(axis, rank));
            end[i] = axis.fits(padEnd(axis, rank));
            out[i] = axis.out(begin[i], end[i], ceil);
        }
        return new Geometry(x.slice(2, x.rank()).dims(), weightKernel.clone(), stride, dilation, begin, end, out);
    }

    /** Refuses unless {@code weightKernel} fits x and is this window's own kernel, if it has one. */
    void checkKernel(Op op, Shape x, int[] weightKernel) {
        int rank = x.rank() - 2;
        Check.check(op, rank >= 1, "x %s has no spatial axis, wanted [n, c, spatial...]", x);
        Check.check(
                op,
                weightKernel.length == rank,
                "%d kernel extents %s for the %d spatial axes of x %s",
                weightKernel.length,
                Arrays.toString(weightKernel),
                rank,
                x);
        Check.check(
                op,
                kernel.isEmpty() || Arrays.equals(resolve(op, "kernel_shape", kernel, rank, 0), weightKernel),
                "attribute kernel_shape %s differs from the weight's kernel %s",
                kernel,
                Arrays.toString(weightKernel));
    }

    private long padBegin(Axis axis, int rank) {
        return switch (padding) {
            case Padding.Explicit pads -> resolve(axis.op, "pads", pads.begin(), rank, 0)[axis.index - 2];
            case Padding.SameUpper _ -> axis.surplus() / 2;
            case Padding.SameLower _ -> Math.ceilDiv(axis.surplus(), 2);
            case Padding.Valid _ -> 0;
        };
    }

    private long padEnd(Axis axis, int rank) {
        return switch (padding) {
            case Padding.Explicit pads -> resolve(axis.op, "pads", pads.end(), rank, 0)[axis.index - 2];
            case Padding.SameUpper _ -> Math.ceilDiv(axis.surplus(), 2);
            case Padding.SameLower _ -> axis.surplus() / 2;
            case Padding.Valid _ -> 0;
        };
    }

    /** {@code values} as an array, or {@code rank} times {@code other} when there are none. */
    static int[] resolve(Op op, String role, List<Integer> values, int rank, int other) {
        Check.check(
                op,
                values.isEmpty() || values.size() == rank,
                "attribute %s %s has %d entries, wanted one for each of %d spatial axes",
                role,
                values,
                values.size(),
                rank);
        int[] resolved = new int[rank];
        Arrays.setAll(resolved, axis -> values.isEmpty() ? other : values.get(axis));
        return resolved;
    }

    /** The arithmetic of axis {@code index} of x, in 64 bits, where none of it can overflow. */
    private record Axis(Op op, Shape x, int index, long kernel, long stride, long dilation) {
        void checkExtents() {
            Check.check(op, kernel > 0, "the weight's kernel is empty along axis %d", index);
            Check.check(op, in() > 0, "axis %d of x %s is empty", index, x);
        }

        long in() {
            return x.dim(index);
        }

        /** Positions from the first to the last that a window covers; below 2^62. */
        long span() {
            return (kernel - 1) * dilation + 1;
        }

        /** Padding that makes the output extent ceil(in / stride). */
        long surplus() {
            return Math.max(0, (in() - 1) / stride * stride + span() - in());
        }

        int out(long begin, long end, boolean ceil) {
            Check.check(
                    op,
                    begin >= -in() && end >= -in(),
                    "pads %d and %d cut more off axis %d of x %s than it holds",
                    begin,
                    end,
                    index,
                    x);
            long padded = in() + begin + end;
            long room = padded - span();
            long out = (ceil ? Math.ceilDiv(room, stride) : Math.floorDiv(room, stride)) + 1;
            Check.check(
                    op,
                    out >= 1,
                    "a window over %d positions (kernel %d, dilation %d) does not fit axis %d of x %s"
                            + " with pads %d and %d",
                    span(),
                    kernel,
                    dilation,
                    index,
                    x,
                    begin,
                    end);
            if (out > 1 && ceil && (out - 1) * stride >= in() + begin) {
                out--;
            }
            fits(in() + Math.max(0, begin) + Math.max(0, end));
            fits((out - 1) * stride + span());
            return fits(out);
        }

        int fits(long position) {
            if (position > Integer.MAX_VALUE) {
                throw new LimitException(
                        op.name() + ": window positions along axis " + index + " of x " + x + " go beyond 2^31");
            }
            return (int) position;
        }
    }
}
