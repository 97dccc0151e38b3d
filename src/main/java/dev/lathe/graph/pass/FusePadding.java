package dev.lathe.graph.pass;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Conv;
import dev.lathe.op.Pad;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a Pad with zeros of spatial axes part of the padding of the Conv behind it. Declines when the amounts or the
 * value are not constant, when anything is cropped, when batch or channels are padded, and when the Conv pads by a rule
 * (SAME) that depends on the extent. Pooling is left alone: it does not see padding as zeros.
 */
public final class FusePadding implements Pass {
    @Override
    public String name() {
        return "fuse-padding";
    }

    @Override
    public Graph apply(Graph graph) {
        Rewriter rewriter = new Rewriter(graph);
        for (int slot = 0; slot < rewriter.size(); slot++) {
            Node node = rewriter.at(slot);
            if (node != null && node.op() instanceof Conv conv) {
                fuse(rewriter, slot, node, conv);
            }
        }
        return rewriter.graph();
    }

    private static void fuse(Rewriter rewriter, int slot, Node node, Conv conv) {
        Node pad = rewriter.soleProducer(node.input(0));
        Tensor weights = rewriter.constant(node.input(1));
        if (pad == null || weights == null || !(pad.op() instanceof Pad(Pad.Mode mode)) || mode != Pad.Mode.CONSTANT) {
            return;
        }
        int rank = weights.shape().rank();
        if (rank < 3) {
            return;
        }
        Padding.Explicit own = explicit(conv.window().padding(), rank - 2);
        Padding.Explicit more = isZero(pad, rewriter) ? spatial(pad, rank, rewriter) : null;
        if (own == null || more == null) {
            return;
        }
        Window old = conv.window();
        Padding sum = new Padding.Explicit(sum(own.begin(), more.begin()), sum(own.end(), more.end()));
        Window window = new Window(old.kernel(), old.strides(), old.dilations(), sum);
        List<String> inputs = new ArrayList<>(node.inputs());
        inputs.set(0, pad.input(0));
        rewriter.replace(
                slot,
                node.withOp(new Conv(window, conv.groups(), conv.epilogue())).withInputs(inputs));
    }

    private static List<Integer> sum(List<Integer> a, List<Integer> b) {
        List<Integer> sums = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            sums.add(a.get(i) + b.get(i));
        }
        return sums;
    }

    /**
     * {@code padding} with an entry per spatial axis; null if it depends on extents or {@linkplain #isOutside crops}.
     */
    private static Padding.@Nullable Explicit explicit(Padding padding, int spatial) {
        List<Integer> zeros = Collections.nCopies(spatial, 0);
        return switch (padding) {
            case Padding.Valid _ -> new Padding.Explicit(zeros, zeros);
            case Padding.Explicit(List<Integer> begin, List<Integer> end) -> {
                List<Integer> before = begin.isEmpty() ? zeros : begin;
                List<Integer> after = end.isEmpty() ? zeros : end;
                boolean fits = before.size() == spatial
                        && after.size() == spatial
                        && before.stream().noneMatch(FusePadding::isOutside)
                        && after.stream().noneMatch(FusePadding::isOutside);
                yield fits ? new Padding.Explicit(before, after) : null;
            }
            case Padding.SameUpper _, Padding.SameLower _ -> null;
        };
    }

    private static boolean isZero(Node pad, Rewriter rewriter) {
        if (pad.input(2).isEmpty()) {
            return true;
        }
        Tensor value = rewriter.constant(pad.input(2));
        return value != null && value.size() == 1 && value.doubleAt(0) == 0;
    }

    /** What {@code pad} adds to each spatial axis of a value of {@code rank}; null if unknown, or not only that. */
    private static Padding.@Nullable Explicit spatial(Node pad, int rank, Rewriter rewriter) {
        Tensor pads = rewriter.constant(pad.input(1));
        long[] axes = axes(pad, rank, rewriter);
        if (pads == null || axes == null || pads.size() != 2 * axes.length) {
            return null;
        }
        List<Integer> begin = new ArrayList<>(Collections.nCopies(rank - 2, 0));
        List<Integer> end = new ArrayList<>(begin);
        for (int i = 0; i < axes.length; i++) {
            long before = pads.longAt(i);
            long after = pads.longAt(axes.length + i);
            int axis = (int) axes[i] - 2;
            if (axis < 0 ? before != 0 || after != 0 : isOutside(before) || isOutside(after)) {
                return null;
            }
            if (axis >= 0) {
                begin.set(axis, (int) before);
                end.set(axis, (int) after);
            }
        }
        return new Padding.Explicit(begin, end);
    }

    /** Cropping, or so much that a sum might not fit. */
    private static boolean isOutside(long pad) {
        return pad < 0 || pad > Integer.MAX_VALUE / 4;
    }

    /** The axes in 0..rank-1 that {@code pad} names, all if none; null if they are unknown or outside. */
    private static long @Nullable [] axes(Node pad, int rank, Rewriter rewriter) {
        long[] axes = new long[rank];
        if (pad.input(3).isEmpty()) {
            for (int i = 0; i < rank; i++) {
                axes[i] = i;
            }
            return axes;
        }
        Tensor named = rewriter.constant(pad.input(3));
        if (named == null) {
            return null;
        }
        axes = named.toLongs();
        for (int i = 0; i < axes.length; i++) {
            axes[i] = axes[i] < 0 ? axes[i] + rank : axes[i];
            if (axes[i] < 0 || axes[i] >= rank) {
                return null;
            }
        }
        return axes;
    }
}
