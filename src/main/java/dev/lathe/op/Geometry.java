package dev.lathe.op;

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
}
