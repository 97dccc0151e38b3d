package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.Geometry;
import dev.lathe.tensor.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Transposed convolutions over up to three spatial axes. */
final class TransposedConvolutions {
    private static final int AXES = 3;
    private static final int MOST_FILTERS = 8;

    private TransposedConvolutions() {}

    static Lowered lower(ConvTranspose op, Call call) {
        Shape x = call.shape(0);
        Shape w = call.shape(1);
        if (x.rank() - 2 > AXES) {
            return new Lowered.Refused("more than " + AXES + " spatial axes");
        }
        Geometry geometry = op.geometry(x, w).withRank(AXES);
        int filters = Integer.highestOneBit(Math.min(w.dim(1), MOST_FILTERS));
        boolean bias = call.operands().has(2);
        int[] out = geometry.in();
        long blocks = (long) x.dim(0) * op.groups() * Math.ceilDiv(w.dim(1), filters);
        Grid grid = Grid.box(call.device().group(), out[2], (long) out[0] * out[1], blocks);
        return Lowered.of(Launch.of("conv/conv_transpose", grid)
                .define("FILTERS", filters)
                .define("BIAS", bias ? 1 : 0)
                .operands(bias ? new int[] {0, 1, 2} : new int[] {0, 1})
                .result(0)
                .struct(fields(geometry, op.groups(), x, w)));
    }

    /** The struct {@code Spread} of {@code kernels/conv/conv_transpose.cl}; the geometry's input is the result. */
    private static int[] fields(Geometry g, int groups, Shape x, Shape w) {
        int[] period = new int[AXES];
        Arrays.setAll(period, axis -> g.stride()[axis] / commonDivisor(g.stride()[axis], g.dilation()[axis]));
        IntStream channels = IntStream.of(x.dim(0), x.dim(1), groups, w.dim(1));
        IntStream axes = Stream.of(g.out(), g.kernel(), g.stride(), g.dilation(), g.padBegin(), period, g.in())
                .flatMapToInt(IntStream::of);
        return IntStream.concat(channels, axes).toArray();
    }

    private static int commonDivisor(int a, int b) {
        return b == 0 ? a : commonDivisor(b, a % b);
    }
}
