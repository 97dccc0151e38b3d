package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Cuts operand 0 along {@code axis} into the lengths in optional INT64 operand 1, or into {@code outputs} equal parts
 * (the last may be shorter).
 */
public record Split(int axis, int outputs) implements Op {
    @Override
    public Set<Integer> parameters() {
        return Set.of(1);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        int[] lengths = lengths(in);
        int along = axis(in.shape(0).rank());
        return Arrays.stream(lengths)
                .mapToObj(length -> new TensorType(in.dtype(0), in.shape(0).with(along, length)))
                .toList();
    }

    /** The axis of an operand of {@code rank}, counted from the front. */
    public int axis(int rank) {
        return Axes.resolve(this, axis, rank);
    }

    /** Checks all operands and tells the extent of each result on the axis. */
    public int[] lengths(Operands in) {
        Check.count(this, in, 1, 2);
        Shape x = in.shape(0);
        int extent = x.dim(axis(x.rank()));
        check(this, outputs > 0, "wants at least one result, got %d", outputs);
        return in.has(1) ? given(extent, Axes.longs(this, in, 1, "split")) : equal(extent);
    }

    private int[] given(int extent, long[] split) {
        check(this, split.length == outputs, "operand 1 (split) has %d entries for %d results", split.length, outputs);
        int[] lengths = new int[outputs];
        long left = extent;
        for (int i = 0; i < outputs; i++) {
            boolean fits = split[i] >= 0 && split[i] <= left;
            check(this, fits, "operand 1 (split) is %s for an extent of %d", Arrays.toString(split), extent);
            lengths[i] = (int) split[i];
            left -= lengths[i];
        }
        check(this, left == 0, "operand 1 (split) %s leaves %d of %d", Arrays.toString(split), left, extent);
        return lengths;
    }

    private int[] equal(int extent) {
        check(this, outputs <= Math.max(extent, 1), "cannot cut an extent of %d into %d parts", extent, outputs);
        int length = Math.ceilDiv(extent, outputs);
        int[] lengths = new int[outputs];
        for (int i = 0; i < outputs; i++) {
            lengths[i] = Math.clamp(extent - (long) i * length, 0, length);
        }
        return lengths;
    }
}
