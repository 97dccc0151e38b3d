package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.op.Geometry;

/** A window over one or two spatial axes of which every position meets the input, without gaps between its taps. */
record PlanarWindow(Geometry geometry) {
    /** More taps are too many to write out, and to sum in single precision. */
    private static final int MOST_TAPS = 64;

    static boolean takes(Geometry geometry) {
        int taps = 1;
        boolean meets = geometry.rank() <= 2;
        for (int axis = 0; axis < geometry.rank(); axis++) {
            taps *= Math.min(geometry.kernel()[axis], MOST_TAPS + 1);
            meets &= geometry.dilation()[axis] == 1
                    && geometry.padBegin()[axis] < geometry.kernel()[axis]
                    && geometry.begin(axis, geometry.out()[axis] - 1) < geometry.in()[axis];
        }
        return meets && taps <= MOST_TAPS;
    }

    /** {@link #takes} said that it can be. */
    static PlanarWindow of(Geometry geometry) {
        return new PlanarWindow(geometry.withRank(2));
    }

    private boolean overhangs() {
        boolean overhangs = false;
        for (int axis = 0; axis < 2; axis++) {
            int last = geometry.begin(axis, geometry.out()[axis] - 1);
            overhangs |= geometry.padBegin()[axis] > 0 || last + geometry.kernel()[axis] > geometry.in()[axis];
        }
        return overhangs;
    }

    /** {@code kernel} with one work-item for every result. */
    Launch launch(String kernel, int planes, Call call) {
        int[] out = geometry.out();
        return Launch.of(kernel, Grid.box(call.device().group(), out[1], out[0], planes))
                .define("KH", geometry.kernel()[0])
                .define("KW", geometry.kernel()[1])
                .define("SH", geometry.stride()[0])
                .define("SW", geometry.stride()[1])
                .define("OVERHANGS", overhangs() ? 1 : 0);
    }

    /** The struct {@code Plane} of {@code kernels/pool/pool_max_2d.cl}. */
    int[] fields(int planes) {
        int[] in = geometry.in();
        int[] out = geometry.out();
        int[] pad = geometry.padBegin();
        return new int[] {planes, in[0], in[1], out[0], out[1], pad[0], pad[1]};
    }

    /** The struct {@code Plane} of {@code kernels/pool/pool_average_2d.cl}. */
    int[] fields(int planes, boolean countPadding) {
        int counts = countPadding ? 1 : 0;
        int[] in = geometry.in();
        int[] out = geometry.out();
        int[] begin = geometry.padBegin();
        int[] end = geometry.padEnd();
        return new int[] {
            planes,
            in[0],
            in[1],
            out[0],
            out[1],
            begin[0],
            begin[1],
            counts * begin[0],
            counts * end[0],
            counts * begin[1],
            counts * end[1]
        };
    }
}
