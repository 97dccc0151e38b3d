package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.operand;

import dev.lathe.op.Activate;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.BatchNormalizationGradient;
import dev.lathe.op.Binary;
import dev.lathe.op.Concat;
import dev.lathe.op.Conv;
import dev.lathe.op.ConvFilterGradient;
import dev.lathe.op.DepthToSpace;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.Lrn;
import dev.lathe.op.Moments;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.op.Pool;
import dev.lathe.op.ReluGradient;
import dev.lathe.op.Unary;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Kernels for images whose channels lie last (docs/decisions/0017-channels-last.md). Convolutions always want that;
 * other operators take images as they come.
 */
final class ChannelKernels {
    /** Positions that are turned at a time, at least: a line of the cache. */
    private static final int POSITIONS = 16;

    /** Elements that are turned at a time: what is read and what is written are to stay in the first-level cache. */
    private static final int TURNED = 1 << 12;

    /** Axes of an image of two spatial axes. */
    static final int MOST_AXES = 4;

    private ChannelKernels() {}

    /**
     * Whether {@code op} is to work channels last; it gives floats then.
     *
     * @param lies which operands lie so already
     */
    static boolean accepts(Op op, Operands in, Predicate<Integer> lies) {
        if (op instanceof Conv) {
            return isImage(in, 0) && in.shape(1).size() > 0;
        }
        if (op instanceof ConvFilterGradient gradient) {
            return FilterGradientKernel.accepts(gradient, in);
        }
        if (op instanceof ReluGradient || op instanceof BatchNormalizationGradient) {
            return isImage(in, 0) && (lies.test(0) || lies.test(1));
        }
        if (op instanceof Binary binary) {
            return !binary.function().compares() && (lies.test(0) && fits(in, 0, 1) || lies.test(1) && fits(in, 1, 0));
        }
        if (in.count() == 0 || !lies.test(0) || !isImage(in, 0)) {
            return false;
        }
        return op instanceof Activate
                || op instanceof Unary unary && !unary.function().asks()
                || op instanceof BatchNormalization
                || op instanceof Moments
                || op instanceof DepthToSpace
                || op instanceof Lrn
                || op instanceof GlobalPool pool && pool.kind() != Pool.Kind.LP
                || op instanceof Pool pool && pool.kind() != Pool.Kind.LP
                || op instanceof Concat && images(in);
    }

    private static boolean isImage(Operands in, int operand) {
        int rank = in.shape(operand).rank();
        return in.dtype(operand) == DType.FLOAT32 && rank > 2 && rank <= MOST_AXES;
    }

    private static boolean images(Operands in) {
        for (int i = 0; i < in.count(); i++) {
            if (!isImage(in, i) || in.valueOrNull(i) != null) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether an elementwise operator can take {@code other} as it lies: as large as {@code image}, one number for each
     * channel, or constant along all axes but one.
     */
    private static boolean fits(Operands in, int image, int other) {
        if (!isImage(in, image) || in.dtype(other) != DType.FLOAT32) {
            return false;
        }
        Shape x = in.shape(image);
        Shape y = in.shape(other);
        if (!Shape.broadcast(x, y).equals(x)) {
            return false;
        }
        if (in.valueOrNull(other) != null) {
            return Arrays.stream(y.dims()).filter(extent -> extent != 1).count() <= 1;
        }
        return y.equals(x) || y.rank() == x.rank() && y.product(2, y.rank()) == 1;
    }

    /** Whether operand {@code index} of {@code op} is an image; others are taken as their shapes say. */
    static boolean isImage(Op op, int index) {
        return index == 0
                || index == 3 && op instanceof Conv
                || index == 1 && isGradient(op)
                || op instanceof Binary
                || op instanceof Concat;
    }

    /** Whether operand 1 is an image as operand 0. */
    private static boolean isGradient(Op op) {
        return op instanceof ConvFilterGradient
                || op instanceof ReluGradient
                || op instanceof BatchNormalizationGradient;
    }

    /** Whether result {@code index} of {@code op} is an image; others are given as their shapes say. */
    static boolean givesImage(Op op, int index) {
        return index == 0 && !(op instanceof ConvFilterGradient) && !(op instanceof Moments);
    }

    /** Whether {@link #accepts} speaks of a node with those results; indices of maxima are told by planar kernels. */
    static boolean gives(Op op, List<String> results) {
        return !(op instanceof Pool) || results.stream().skip(1).allMatch(String::isEmpty);
    }

    /** The kernel for what {@link #accepts} has accepted. */
    static Kernel prepare(Op op, Operands in, WinogradChoice choice) {
        if (op instanceof Conv conv) {
            return conv(conv, in, choice, Place.alone(in.shape(1).dim(0)));
        }
        if (op instanceof Concat concat) {
            return concat(concat, in, _ -> false);
        }
        if (op instanceof Pool pool) {
            return new ChannelPool(pool, in.shape(0));
        }
        if (op instanceof GlobalPool pool) {
            return ChannelPool.global(pool, in.shape(0));
        }
        if (op instanceof BatchNormalization norm) {
            return ChannelNorms.batchNormalization(norm, in.shape(0));
        }
        if (op instanceof BatchNormalizationGradient gradient) {
            return ChannelMoments.gradient(gradient, in.shape(0));
        }
        if (op instanceof Moments) {
            return ChannelMoments.moments(in.shape(0));
        }
        if (op instanceof ConvFilterGradient gradient) {
            return new FilterGradientKernel(gradient, in);
        }
        if (op instanceof DepthToSpace depth) {
            return MoveKernels.depthToSpaceLast(depth, in);
        }
        if (op instanceof Lrn lrn) {
            return ChannelNorms.lrn(lrn, in.shape(0));
        }
        if (op instanceof Binary) {
            int rank = Math.max(in.shape(0).rank(), in.shape(1).rank());
            return CpuKernels.prepare(op, turned(in, rank));
        }
        return CpuKernels.prepare(op, in);
    }

    /** Where {@code axis} of the model goes. */
    private static int axis(int axis, int rank) {
        return axis == 0 ? 0 : axis == 1 ? rank - 1 : axis - 1;
    }

    /** Operands with their extents in the order in which elements lie, axes of extent 1 put in front up to a rank. */
    private static Operands turned(Operands in, int rank) {
        List<Operands.@Nullable Operand> turned = new ArrayList<>();
        for (int i = 0; i < in.count(); i++) {
            Shape shape = in.shape(i);
            int[] dims = new int[rank];
            for (int axis = 0; axis < rank; axis++) {
                int from = axis - (rank - shape.rank());
                dims[axis(axis, rank)] = from < 0 ? 1 : shape.dim(from);
            }
            turned.add(new Operands.Operand(new TensorType(in.dtype(i), Shape.of(dims)), null));
        }
        return Operands.of(turned);
    }

    /**
     * The kernel for a concatenation.
     *
     * @param isPlaced which operands are where they belong already
     */
    static Kernel concat(Concat op, Operands in, IntPredicate isPlaced) {
        int rank = in.shape(0).rank();
        return MoveKernels.concat(new Concat(axis(op.axis(rank), rank)), turned(in, rank), isPlaced);
    }

    /** Whether {@link #conv} gives a {@link DirectConv} or one of {@link WinogradLines}. */
    static boolean isDense(Conv op, Operands operands, WinogradChoice choice) {
        return !DepthwiseConv.accepts(op, operands)
                && !SparseChoice.sums(op, operands)
                && choice.of(op, operands).isEmpty();
    }

    /** The kernel for a convolution whose results go to {@code place}. */
    static Kernel conv(Conv op, Operands operands, WinogradChoice choice, Place place) {
        if (DepthwiseConv.accepts(op, operands)) {
            return new DepthwiseConv(op, operands);
        }
        if (SparseChoice.sums(op, operands)) {
            return new SparseConv(op, operands, MicroKernels.SPARSE, place);
        }
        Optional<WinogradLoops> winograd = choice.of(op, operands);
        if (winograd.isPresent()) {
            return winograd(op, operands, winograd.get(), place);
        }
        Optional<LineLoops> lines = choice.lines(op, operands);
        if (lines.isPresent()) {
            return new WinogradLineConv(op, operands, lines.get(), place);
        }
        // for one run another tile would take longer to compile than it saves (docs/decisions/0016-rehearsal.md)
        Optional<PrefetchKernel> prefetch = choice.runs() == 1 ? Optional.empty() : MicroKernels.PREFETCH;
        return new DirectConv(op, operands, place, prefetch);
    }

    private static Kernel winograd(Conv op, Operands operands, WinogradLoops loops, Place place) {
        return StreamedWinograd.streams(op, operands, loops)
                .<Kernel>map(kernel -> new StreamedWinograd(op, operands, loops, kernel, place))
                .orElseGet(() -> new WinogradConv(op, operands, loops, place));
    }

    /** Brings the channels of images to the end, or back. */
    static Kernel change(Shape x, boolean toLast) {
        int channels = x.dim(1);
        int area = x.product(2, x.rank());
        int together = Math.max(POSITIONS, TURNED / Math.max(1, channels));
        int blocks = Math.ceilDiv(area, together);
        return (in, out, workers) -> {
            Tensor from = operand(in, 0);
            Tensor to = operand(out, 0);
            Ranges.run(workers, x.dim(0) * blocks, (long) together * channels, (first, end, mine) -> {
                float[] spare = mine.floats(0, MicroKernels.TURN.spare());
                for (int i = first; i < end; i++) {
                    int position = i % blocks * together;
                    int count = Math.min(together, area - position);
                    int image = i / blocks * channels * area;
                    int planar = image + position;
                    int last = image + position * channels;
                    if (toLast) {
                        MicroKernels.TURN.turn(
                                from.floats(), planar, area, to.floats(), last, channels, channels, count, spare);
                    } else {
                        MicroKernels.TURN.turn(
                                from.floats(), last, channels, to.floats(), planar, area, count, channels, spare);
                    }
                }
            });
        };
    }
}
