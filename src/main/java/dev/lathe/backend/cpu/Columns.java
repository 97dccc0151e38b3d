package dev.lathe.backend.cpu;

import dev.lathe.op.Geometry;

/**
 * The matrix that turns a convolution into a matrix product (im2col), never stored whole: row k = (channel, kernel
 * position), column = output position. Only the part that a task needs is packed, as {@link Packing#right} would.
 */
interface Columns {
    /**
     * Packs rows {@code k0..k0+depth} and columns {@code from..to}.
     *
     * @param x the input array; {@code at} is where the first channel of the group starts
     */
    void pack(float[] x, int at, int k0, int depth, int from, int to, float[] packed);

    /** The best packer for {@code geometry}. */
    static Columns of(Geometry geometry, int unit) {
        if (geometry.rank() > 2) {
            return new GatheredColumns(geometry, unit);
        }
        return PlanarColumns.isPointwise(geometry)
                ? new PointwiseColumns(geometry, unit)
                : new PlanarColumns(geometry, unit);
    }

    private static int product(int[] values) {
        int product = 1;
        for (int value : values) {
            product *= value;
        }
        return product;
    }

    /** 1x1 convolution, stride 1, no padding: the input is the matrix. */
    record PointwiseColumns(int plane, int unit) implements Columns {
        PointwiseColumns(Geometry geometry, int unit) {
            this(product(geometry.in()), unit);
        }

        @Override
        public void pack(float[] x, int at, int k0, int depth, int from, int to, float[] packed) {
            for (int column = from; column < to; column += unit) {
                int width = Math.min(unit, to - column);
                int panelAt = (column - from) * depth;
                Packing.right(x, at + k0 * plane + column, width, 1, depth, plane, packed, panelAt, unit);
            }
        }
    }

    /** Any number of spatial axes, one element at a time. */
    record GatheredColumns(Geometry geometry, int unit) implements Columns {
        @Override
        public void pack(float[] x, int at, int k0, int depth, int from, int to, float[] packed) {
            int window = product(geometry.kernel());
            int plane = product(geometry.in());
            for (int k = 0; k < depth; k++) {
                int channel = at + (k0 + k) / window * plane;
                for (int column = from; column < Packing.roundUp(to - from, unit) + from; column++) {
                    int source = column < to ? source((k0 + k) % window, column) : -1;
                    int panel = (column - from) / unit;
                    packed[(panel * depth + k) * unit + (column - from) % unit] = source < 0 ? 0 : x[channel + source];
                }
            }
        }

        /**
         * Offset in the plane of the element that kernel position {@code tap} sees from {@code out}; -1 in the padding.
         */
        private int source(int tap, int out) {
            int offset = 0;
            int step = 1;
            int restOut = out;
            int restTap = tap;
            for (int axis = geometry.rank() - 1; axis >= 0; axis--) {
                int o = restOut % geometry.out()[axis];
                int t = restTap % geometry.kernel()[axis];
                int i = o * geometry.stride()[axis] - geometry.padBegin()[axis] + t * geometry.dilation()[axis];
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
}
