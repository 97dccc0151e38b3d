package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.ConvInteger;
import dev.lathe.op.Geometry;
import dev.lathe.op.QLinearConv;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Convolutions of 8-bit numbers: one work-item for each result. */
final class IntegerConvolutions {
    private static final int SPATIAL_AXES = 3;
    private static final int BIAS = 8;

    private IntegerConvolutions() {}

    static Lowered convInteger(ConvInteger op, Call call) {
        Shape x = call.shape(0);
        Shape w = call.shape(1);
        return Lowered.of(launch("integer/conv_integer", 0, 1, call)
                .operands(0, 1)
                .with(List.of(Zeros.orZero(2, 0, call), Zeros.orZero(3, 1, call)))
                .result(0)
                .ints(call.result(0).shape().size(), Zeros.step(3, call))
                .struct(window(op.geometry(x, w), op.groups(), x, w)));
    }

    static Lowered qLinearConv(QLinearConv op, Call call) {
        Shape x = call.shape(0);
        Shape w = call.shape(3);
        DType to = call.result(0).dtype();
        Arg bias = call.operands().has(BIAS) ? new Arg.Operand(BIAS) : new Arg.Table(Tensor.of(Shape.SCALAR, 0));
        return Lowered.of(launch("integer/conv_qlinear", 0, 3, call)
                .define("Y", ElementNames.of(to))
                .define("LEAST", Quantization.least(to))
                .operands(0, 1, 2, 3, 4, 5, 6, 7)
                .with(List.of(bias))
                .result(0)
                .ints(call.result(0).shape().size())
                .ints(Zeros.step(4, call), Zeros.step(5, call), Zeros.step(BIAS, call))
                .struct(window(op.geometry(x, w), op.groups(), x, w)));
    }

    private static Launch launch(String kernel, int x, int w, Call call) {
        return Launch.of(kernel, call.cover(call.result(0).shape().size()))
                .define("X", ElementNames.of(call.operands().dtype(x)))
                .define("W", ElementNames.of(call.operands().dtype(w)));
    }

    /** The fields of {@code IntegerWindow} in {@code kernels/common/integer_window.h}. */
    private static int[] window(Geometry geometry, int groups, Shape x, Shape w) {
        Geometry g = geometry.withRank(SPATIAL_AXES);
        IntStream channels = IntStream.of(x.dim(1), w.dim(1), w.dim(0), w.dim(0) / groups);
        IntStream axes = Stream.of(g.in(), g.kernel(), g.out(), g.stride(), g.dilation(), g.padBegin())
                .flatMapToInt(IntStream::of);
        return IntStream.concat(channels, axes).toArray();
    }
}
