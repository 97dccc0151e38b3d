package dev.lathe.op;

import dev.lathe.error.LimitException;
import dev.lathe.error.ShapeException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Transposed convolution: the gradient of Conv, all FLOAT32. Operands x [n, c, ...], w [c, k/groups, kernel...],
 * optional bias [k]. Result [n, k, ...] with extents {@code (x - 1)·stride + outputPadding + (kernel - 1)·dilation + 1
 * - padBegin - padEnd}; a given {@code outputShape} (spatial) or SAME padding, which wants x·stride, decides the
 * padding instead.
 */
public record ConvTranspose(Window window, int groups, List<Integer> outputPadding, List<Integer> outputShape)
        implements Op {
    public ConvTranspose {
        Channels.groups("ConvTranspose", groups);
        outputPadding = List.copyOf(outputPadding);
        outputShape = List.copyOf(outputShape);
        if (outputShape.stream().anyMatch(extent -> extent < 1)) {
            throw new ShapeException("ConvTranspose: attribute output_shape " + outputShape + " must be positive");
        }
    }

    /**
     * The window of the convolution this one is the gradient of: {@link Geometry#in} are the extents of this operator's
     * result and {@link Geometry#out} those of its x. Position i of x meets the result at {@code i·stride - padBegin +
     * k·dilation}, where that lies inside it.
     *
     * @throws ShapeException if x and w do not fit
     */
    public Geometry geometry(Shape x, Shape w) {
        Channels.ranks(this, x, w);
        Check.check(this, x.dim(1) == w.dim(0), "w %s is for %d channels, x %s has %d", w, w.dim(0), x, x.dim(1));
        Check.check(
                this, x.dim(1) % groups == 0, "x %s has %d channels, not a multiple of %d groups", x, x.dim(1), groups);
        Channels.notNegative(this, "output_padding", outputPadding);
        return new Spread(this, x, w).geometry();
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 2, 3);
        for (int i = 0; i < in.count(); i++) {
            if (in.has(i)) {
                Check.dtype(this, in, i, DType.FLOAT32);
            }
        }
        Shape x = in.shape(0);
        Shape w = in.shape(1);
        Geometry geometry = geometry(x, w);
        long k = (long) w.dim(1) * groups;
        if (k > Integer.MAX_VALUE) {
            throw new LimitException("ConvTranspose: w " + w + " in " + groups + " groups gives " + k + " channels");
        }
        Channels.vector(this, in, 2, "bias", (int) k);
        return List.of(TensorType.float32(Channels.result(x.dim(0), (int) k, geometry.in())));
    }

    /** The arithmetic of {@link #geometry}, in 64 bits. */
    private record Spread(ConvTranspose op, Shape x, Shape w) {
        Geometry geometry() {
            int rank = x.rank() - 2;
            int[] kernel = Channels.kernel(w);
            op.window.checkKernel(op, x, kernel);
            int[] stride = Window.resolve(op, "strides", op.window.strides(), rank, 1);
            int[] dilation = Window.resolve(op, "dilations", op.window.dilations(), rank, 1);
            int[] extra = Window.resolve(op, "output_padding", op.outputPadding, rank, 0);
            int[] begin = new int[rank];
            int[] end = new int[rank];
            int[] result = new int[rank];
            for (int i = 0; i < rank; i++) {
                int extent = x.dim(i + 2);
                Check.check(op, extent > 0 && kernel[i] > 0, "axis %d of x %s or w %s is empty", i + 2, x, w);
                long full = fits((extent - 1L) * stride[i] + (kernel[i] - 1L) * dilation[i] + 1, i);
                full = fits(full + extra[i], i);
                int wanted = wanted(i, fits((long) extent * stride[i], i));
                long surplus = Math.max(0, full - wanted);
                boolean small = op.window.padding() instanceof Padding.SameUpper;
                begin[i] = (int) (wanted < 0 ? given(true)[i] : small ? surplus / 2 : Math.ceilDiv(surplus, 2));
                end[i] = wanted < 0 ? given(false)[i] : (int) (full - begin[i] - wanted);
                long left = full - begin[i] - end[i];
                Check.check(
                        op,
                        left > 0,
                        "pads %d and %d leave nothing of the %d positions along axis %d",
                        begin[i],
                        end[i],
                        full,
                        i + 2);
                result[i] = (int) left;
            }
            return new Geometry(
                    result,
                    kernel,
                    stride,
                    dilation,
                    begin,
                    end,
                    x.slice(2, x.rank()).dims());
        }

        /** The result's extent along spatial axis i where padding follows from it, otherwise -1. */
        private int wanted(int i, int same) {
            if (!op.outputShape.isEmpty()) {
                return Window.resolve(op, "output_shape", op.outputShape, x.rank() - 2, 0)[i];
            }
            return switch (op.window.padding()) {
                case Padding.Explicit _, Padding.Valid _ -> -1;
                case Padding.SameUpper _, Padding.SameLower _ -> same;
            };
        }

        private int[] given(boolean begin) {
            List<Integer> pads = op.window.padding() instanceof Padding.Explicit(List<Integer> b, List<Integer> e)
                    ? begin ? b : e
                    : List.of();
            Channels.notNegative(op, "pads", pads);
            return Window.resolve(op, "pads", pads, x.rank() - 2, 0);
        }

        private int fits(long position, int i) {
            if (position > Integer.MAX_VALUE) {
                throw new LimitException("ConvTranspose: positions along axis " + (i + 2) + " of the result of x " + x
                        + " and w " + w + " go beyond 2^31");
            }
            return (int) position;
        }
    }
}
