package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** numpy slicing. Operands data, starts, ends, optional axes, optional steps (negative ones walk backwards). */
public record Slice() implements Op {
    /**
     * Result position {@code o} is data position {@code start + o·step}, o = 0..count-1, one entry per axis of the
     * data. Not to be written.
     */
    public record Region(int[] start, int[] step, int[] count) {}

    @Override
    public Set<Integer> parameters() {
        return Set.of(1, 2, 3, 4);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        return List.of(new TensorType(in.dtype(0), Shape.of(resolve(in).count)));
    }

    /** Checks all operands and tells which part of the data is wanted. */
    public Region resolve(Operands in) {
        Check.count(this, in, 3, 5);
        Shape x = in.shape(0);
        long[] starts = Axes.longs(this, in, 1, "starts");
        long[] ends = Axes.longs(this, in, 2, "ends");
        check(this, ends.length == starts.length, "%d starts, but %d ends", starts.length, ends.length);
        int[] axes = Axes.orFirst(this, in, 3, starts.length, x.rank());
        long[] steps = new long[starts.length];
        Arrays.fill(steps, 1);
        if (in.has(4)) {
            steps = Axes.longs(this, in, 4, "steps");
            check(this, steps.length == starts.length, "%d starts, but %d steps", starts.length, steps.length);
        }
        Region region = new Region(new int[x.rank()], new int[x.rank()], x.dims());
        Arrays.fill(region.step, 1);
        for (int i = 0; i < axes.length; i++) {
            check(this, steps[i] != 0, "the step of axis %d is 0", axes[i]);
            cut(region, axes[i], starts[i], ends[i], steps[i]);
        }
        return region;
    }

    /** Narrows {@code region}, which still holds the whole of {@code axis}. */
    private static void cut(Region region, int axis, long start, long end, long step) {
        int extent = region.count[axis];
        int lowest = step > 0 ? 0 : -1;
        // as the specification has it: unlike in numpy, a walk backwards from before the first element takes that one
        long from = Math.clamp(start < 0 ? start + extent : start, Math.min(0, extent + lowest), extent + lowest);
        long to = Math.clamp(end < 0 ? end + extent : end, lowest, extent + lowest);
        long span = step > 0 ? to - from : from - to;
        // the quotient is of two numbers of one sign and so never overflows, not even for the least step
        long count = span <= 0 ? 0 : (step > 0 ? span - 1 : 1 - span) / step + 1;
        region.start[axis] = count == 0 ? 0 : (int) from;
        region.count[axis] = (int) count;
        region.step[axis] = count > 1 ? (int) step : 1;
    }
}
