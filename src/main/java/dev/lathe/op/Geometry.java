package dev.lathe.op;

import java.util.Arrays;

/**
 * A {@link Window} over one concrete input: per spatial axis the extents of input, kernel and output, and the padding
 * resolved. Output position {@code o} sees input positions {@code o·stride - padBegin + k·dilation}, k = 0..kernel-1;
 * those outside 0..in-1 are padding, or with {@code ceil} overhang beyond it. Every such position fits an {@code int}.
 * The arrays belong to this record and are not to be written.
 */
public record Geometry(int[] in, int[] kernel, int[] stride, int[] dilation, int[] padBegin, int[] padEnd, int[] out) {
    /** Number of spatial axes. */
    public int rank() {
        return in.length;
    }

    /** This window with axes of extent 1 put in front, so that it has {@code rank}; not fewer than it has. */
    public Geometry withRank(int rank) {
        return new Geometry(
                lead(in, rank, 1),
                lead(kernel, rank, 1),
                lead(stride, rank, 1),
                lead(dilation, rank, 1),
                lead(padBegin, rank, 0),
                lead(padEnd, rank, 0),
                lead(out, rank, 1));
    }

    private static int[] lead(int[] values, int rank, int value) {
        int[] longer = new int[rank];
        Arrays.fill(longer, value);
        System.arraycopy(values, 0, longer, rank - values.length, values.length);
        return longer;
    }

    /** Where along {@code axis} the window of output position {@code o} begins; negative inside the padding. */
    public int begin(int axis, int o) {
        return o * stride[axis] - padBegin[axis];
    }

    /** The first kernel position along {@code axis} that meets the input at output position {@code o}. */
    public int firstTap(int axis, int o) {
        int begin = begin(axis, o);
        return begin >= 0 ? 0 : Math.min(kernel[axis], Math.ceilDiv(-begin, dilation[axis]));
    }

    /** One past the last kernel position that meets the input; not less than {@link #firstTap}. */
    public int endTap(int axis, int o) {
        return Math.max(firstTap(axis, o), tapsBelow(axis, o, in[axis]));
    }

    /** How many kernel positions meet the input or its padding, but not the overhang beyond. */
    public int paddedTaps(int axis, int o) {
        return tapsBelow(axis, o, (long) in[axis] + padEnd[axis]);
    }

    private int tapsBelow(int axis, int o, long end) {
        long room = end - begin(axis, o);
        return room <= 0 ? 0 : (int) Math.min(kernel[axis], (room - 1) / dilation[axis] + 1);
    }
}
