package dev.lathe.backend.cpu;

import dev.lathe.op.Geometry;
import dev.lathe.tensor.Shape;

/**
 * The matrix that turns a convolution of any number of spatial axes into a matrix product (im2col), never stored whole:
 * row k = (channel, kernel position), column = output position. Only the part that a task needs is packed.
 */
record Columns(Geometry geometry, int unit) {
    /**
     * Packs rows {@code k0..k0+depth} and columns {@code from..to} in panels of {@code unit} columns.
     *
     * @param x the input array; {@code at} is where the first channel of the group starts
     */
    void pack(float[] x, int at, int k0, int depth, int from, int to, float[] packed) {
        int window = Shape.of(geometry.kernel()).size();
        int plane = Shape.of(geometry.in()).size();
        for (int column = from; column < from + Packing.roundUp(to - from, unit); column++) {
            int panel = (column - from) / unit;
            int target = panel * depth * unit + (column - from) % unit;
            for (int k = 0; k < depth; k++) {
                int source = column < to ? source((k0 + k) % window, column) : -1;
                packed[target + k * unit] = source < 0 ? 0 : x[at + (k0 + k) / window * plane + source];
            }
        }
    }

    /** Offset in the plane of the element that kernel position {@code tap} sees from {@code out}; -1 in the padding. */
    private int source(int tap, int out) {
        int offset = 0;
        int step = 1;
        int restOut = out;
        int restTap = tap;
        for (int axis = geometry.rank() - 1; axis >= 0; axis--) {
            int o = restOut % geometry.out()[axis];
            int t = restTap % geometry.kernel()[axis];
            int i = geometry.begin(axis, o) + t * geometry.dilation()[axis];
            if (i < 0 || i >= geometry.in()[axis]) {
                return -1;
            }
            offset += i * step;
            step *= geometry.in()[axis];
            restOut /= geometry.out()[axis];
            restTap /= geometry.kernel()[axis];
        }
        return offset;
    }
}
