package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.Geometry;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.MaxPoolGradient;
import dev.lathe.op.Pool;
import dev.lathe.op.Reduce;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Pooling. */
final class Pools {
    /** Spatial axes of the kernels that take all windows. */
    private static final int AXES = 3;

    private Pools() {}

    /** A reduction of all spatial axes. */
    static Lowered globalPool(GlobalPool op, Call call) {
        Shape x = call.shape(0);
        boolean[] spatial = new boolean[x.rank()];
        Arrays.fill(spatial, 2, x.rank(), true);
        ReductionWalk walk = ReductionWalk.of(x, spatial);
        String function =
                switch (op.kind()) {
                    case MAX -> Reduce.Function.MAX.name();
                    case AVERAGE -> Reduce.Function.MEAN.name();
                    case LP -> "LP";
                };
        Launch launch = Reductions.launch(function, walk, call);
        return Lowered.of((op.kind() == Pool.Kind.LP ? launch.define("P", op.p()) : launch)
                .result(0)
                .struct(walk.fields()));
    }

    static Lowered pool(Pool op, Call call) {
        Geometry geometry = op.geometry(call.shape(0));
        boolean planar = PlanarWindow.takes(geometry);
        return Lowered.of(
                switch (op.kind()) {
                    case MAX -> planar && !call.wants(1) ? planarMax(geometry, call) : max(op, geometry, call);
                    case AVERAGE ->
                        planar
                                ? planarAverage(op, geometry, call)
                                : average(geometry, call).define("PADDING", op.countPadding() ? 1 : 0);
                    case LP -> average(geometry, call).define("NORM", 1).define("P", op.p());
                });
    }

    private static Launch planarMax(Geometry geometry, Call call) {
        PlanarWindow window = PlanarWindow.of(geometry);
        return ofType(window.launch("pool/pool_max_2d", planes(call), call), call)
                .operands(0)
                .result(0)
                .struct(window.fields(planes(call)));
    }

    private static Launch planarAverage(Pool op, Geometry geometry, Call call) {
        PlanarWindow window = PlanarWindow.of(geometry);
        return window.launch("pool/pool_average_2d", planes(call), call)
                .operands(0)
                .result(0)
                .struct(window.fields(planes(call), op.countPadding()));
    }

    private static Launch max(Pool op, Geometry geometry, Call call) {
        int indices = !call.wants(1) ? 0 : op.columnMajor() ? 2 : 1;
        Launch launch = ofType(launch("pool/pool_max", geometry, call), call)
                .define("VALUES", call.wants(0) ? 1 : 0)
                .define("INDICES", indices)
                .operands(0);
        launch = call.wants(0) ? launch.result(0) : launch;
        launch = call.wants(1) ? launch.result(1) : launch;
        return launch.struct(fields(geometry, planes(call)));
    }

    static Lowered maxPoolGradient(MaxPoolGradient op, Call call) {
        Shape x = call.result(0).shape();
        Geometry geometry = op.geometry(x);
        int[] in = geometry.withRank(AXES).in();
        int planes = x.product(0, 2);
        Grid grid = Grid.box(call.device().group(), in[2], (long) in[0] * in[1], planes);
        return Lowered.of(Launch.of("pool/pool_max_gradient", grid)
                .operands(0, 1)
                .result(0)
                .struct(fields(geometry, planes)));
    }

    private static Launch average(Geometry geometry, Call call) {
        return launch("pool/pool_average", geometry, call).operands(0).result(0).struct(fields(geometry, planes(call)));
    }

    private static Launch ofType(Launch launch, Call call) {
        DType dtype = call.operands().dtype(0);
        return launch.define("T", ElementNames.of(dtype))
                .define("FLOATS", dtype == DType.FLOAT32 ? 1 : 0)
                .define("LOWEST", Reductions.least(dtype));
    }

    private static int planes(Call call) {
        return call.shape(0).product(0, 2);
    }

    /** One work-item for every result. */
    private static Launch launch(String kernel, Geometry geometry, Call call) {
        int[] out = geometry.withRank(AXES).out();
        return Launch.of(kernel, Grid.box(call.device().group(), out[2], (long) out[0] * out[1], planes(call)));
    }

    /** The struct {@code Window} of {@code kernels/pool/window.h}. */
    private static int[] fields(Geometry geometry, int planes) {
        Geometry g = geometry.withRank(AXES);
        IntStream axes = Stream.of(g.in(), g.kernel(), g.stride(), g.dilation(), g.padBegin(), g.padEnd(), g.out())
                .flatMapToInt(IntStream::of);
        return IntStream.concat(IntStream.of(planes), axes).toArray();
    }
}
