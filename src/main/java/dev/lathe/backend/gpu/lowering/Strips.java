package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.op.Geometry;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How {@code conv/strips} lays images out so that each tap of a window reads one contiguous piece, whatever the stride:
 * every {@code stride}-th element of an axis together, with just enough zeros between rows.
 *
 * @param geometry over three axes
 * @param phases per axis: how many residues of a position modulo the stride the taps meet
 * @param extent per axis: elements of one phase
 */
record Strips(Geometry geometry, int[] phases, int[] extent) {
    private static final int ROWS = 8;

    static Strips of(Geometry g) {
        int[] phases = new int[Correlation.AXES];
        int[] extent = new int[Correlation.AXES];
        for (int i = 0; i < Correlation.AXES; i++) {
            int reach = (g.kernel()[i] - 1) * g.dilation()[i];
            int stride = g.stride()[i];
            phases[i] = Math.min(stride, reach + 1);
            int filled = Math.ceilDiv(g.padBegin()[i] + g.in()[i], stride);
            // a tap that begins after the padding runs into the next row: it must be long enough to lend its zeros
            int seen = g.out()[i] + reach / stride - g.padBegin()[i] / stride;
            extent[i] = Math.max(g.out()[i], Math.max(filled, seen));
        }
        return new Strips(g, phases, extent);
    }

    /** Images that are read as they are. */
    static Strips none(int positions) {
        return new Strips(Correlation.onePerPosition(positions), new int[] {1, 1, 1}, new int[] {1, 1, positions});
    }

    /** Floats of so many channels; a double, since windows may be of any size before somebody has looked. */
    double floats(double channels) {
        double floats = Math.max(channels, 1);
        for (int i = 0; i < Correlation.AXES; i++) {
            floats *= (double) phases[i] * extent[i];
        }
        return floats;
    }

    /** Floats of one phase of one channel. */
    private int plane() {
        return Correlation.product(extent);
    }

    /** Floats of one channel; an {@code int} if {@link #floats} is. */
    int channelPitch() {
        return plane() * Correlation.product(phases);
    }

    /** Flat positions from the first output to the last, those in the gaps between rows included. */
    int positions() {
        int[] out = geometry.out();
        return ((out[0] - 1) * extent[1] + out[1] - 1) * extent[2] + out[2];
    }

    /** How far from its position each tap reads, in the kernel's row-major order: INT32. */
    Tensor taps() {
        int[] kernel = geometry.kernel();
        List<Integer> taps = new ArrayList<>();
        for (int z = 0; z < kernel[0]; z++) {
            for (int y = 0; y < kernel[1]; y++) {
                for (int x = 0; x < kernel[2]; x++) {
                    taps.add(offset(z, y, x));
                }
            }
        }
        int[] values = taps.stream().mapToInt(Integer::intValue).toArray();
        return Tensor.of(Shape.of(values.length), values);
    }

    private int offset(int... tap) {
        int phase = 0;
        int at = 0;
        for (int i = 0; i < tap.length; i++) {
            int q = tap[i] * geometry.dilation()[i];
            phase = phase * phases[i] + q % geometry.stride()[i];
            at = at * extent[i] + q / geometry.stride()[i];
        }
        return phase * plane() + at;
    }

    /** The fields of {@code Rows} in {@code kernels/common/strip_rows.h}. */
    int[] rows() {
        int[] out = geometry.out();
        return new int[] {extent[1], extent[2], out[0], out[1], out[2]};
    }

    /** Lays out {@code planes} images of one channel each. */
    Launch launch(Arg x, Arg strips, int planes, int vectorWidth) {
        long rows = Math.ceilDiv(extent[1], ROWS);
        return Launch.of("conv/strips", Grid.single(rows, (long) Correlation.product(phases) * extent[0], planes))
                .define("VW", vectorWidth)
                .define("ROWS", ROWS)
                .with(List.of(Draft.read(x), strips))
                .struct(fields());
    }

    /** The fields of {@code Layout} in the kernel. */
    private int[] fields() {
        List<int[]> parts = List.of(geometry.in(), extent, phases, geometry.stride(), geometry.padBegin());
        return parts.stream().flatMapToInt(Arrays::stream).toArray();
    }
}
