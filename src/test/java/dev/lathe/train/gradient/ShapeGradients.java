package dev.lathe.train.gradient;

import static dev.lathe.train.gradient.GradientCases.between;
import static dev.lathe.train.gradient.GradientCases.floats;

import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Concat;
import dev.lathe.op.DepthToSpace;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Expand;
import dev.lathe.op.Flatten;
import dev.lathe.op.Gather;
import dev.lathe.op.Gemm;
import dev.lathe.op.Identity;
import dev.lathe.op.MatMul;
import dev.lathe.op.Moments;
import dev.lathe.op.Pad;
import dev.lathe.op.Reduce;
import dev.lathe.op.Reshape;
import dev.lathe.op.Resize;
import dev.lathe.op.Slice;
import dev.lathe.op.Softmax;
import dev.lathe.op.SpaceToDepth;
import dev.lathe.op.Split;
import dev.lathe.op.Squeeze;
import dev.lathe.op.Tile;
import dev.lathe.op.Transpose;
import dev.lathe.op.Unsqueeze;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Products, reductions, normalisations, and what moves elements. */
final class ShapeGradients {
    private ShapeGradients() {}

    static Stream<GradientCase> all() {
        return Stream.of(products(), reductions(), moves(), slices(), resizes()).flatMap(cases -> cases);
    }

    private static Gemm gemm(boolean transposeA, boolean transposeB) {
        return new Gemm(0.5f, 1.5f, transposeA, transposeB, Epilogue.NONE);
    }

    private static Stream<GradientCase> products() {
        return Stream.of(
                GradientCase.of("gemm", gemm(false, false), floats(3, 5), floats(5, 4), floats(4)),
                GradientCase.of("gemm, a turned", gemm(true, false), floats(5, 3), floats(5, 4), floats(3, 1)),
                GradientCase.of("gemm, b turned", gemm(false, true), floats(3, 5), floats(4, 5), floats()),
                GradientCase.of("gemm, both turned", gemm(true, true), floats(5, 3), floats(4, 5), floats(3, 4)),
                GradientCase.of("matmul", new MatMul(), floats(3, 5), floats(5, 4)),
                GradientCase.of("matmul of batches", new MatMul(), floats(2, 3, 5), floats(2, 5, 4)),
                GradientCase.of("matmul by one matrix", new MatMul(), floats(2, 3, 5, 2), floats(2, 4)),
                GradientCase.of("matmul of one matrix", new MatMul(), floats(3, 5), floats(2, 5, 4)),
                GradientCase.of("matmul of widened batches", new MatMul(), floats(2, 1, 3, 5), floats(3, 5, 2)),
                GradientCase.of("matmul by a vector", new MatMul(), floats(2, 3, 5), floats(5)),
                GradientCase.of("matmul of a vector", new MatMul(), floats(5), floats(2, 5, 3)),
                GradientCase.of("matmul of vectors", new MatMul(), floats(5), floats(5)));
    }

    private static Stream<GradientCase> reductions() {
        Stream<GradientCase> reductions = Arrays.stream(Reduce.Function.values())
                .filter(function -> function != Reduce.Function.PROD)
                .flatMap(function -> Stream.of(
                        GradientCase.of(
                                function + " of two axes",
                                new Reduce(function, true, false),
                                between(0.5, 2, 2, 3, 4, 2),
                                Tensor.vector(1, -1)),
                        GradientCase.of(
                                function + " of the first",
                                new Reduce(function, false, false),
                                between(0.5, 2, 2, 3, 4),
                                Tensor.vector(0)),
                        GradientCase.of(
                                function + " of all", new Reduce(function, false, false), between(0.5, 2, 3, 4))));
        Stream<GradientCase> others = Stream.of(
                GradientCase.of("softmax", new Softmax(1, false, false), floats(3, 5)),
                GradientCase.of("softmax inside", new Softmax(1, false, false), floats(2, 5, 3)),
                GradientCase.of("softmax, flat", new Softmax(1, false, true), floats(2, 5, 3)),
                GradientCase.of("log softmax", new Softmax(-1, true, false), floats(3, 5)),
                GradientCase.of("log softmax, flat", new Softmax(1, true, true), floats(2, 3, 2)),
                GradientCase.of("moments", new Moments(), floats(3, 4, 2, 3)),
                GradientCase.of("moments of rows", new Moments(), floats(5, 3)),
                GradientCase.of(
                        "batch normalisation",
                        new BatchNormalization(1e-3f),
                        floats(3, 4, 2, 3),
                        floats(4),
                        floats(4),
                        floats(4),
                        between(0.5, 2, 4)),
                GradientCase.of(
                        "batch normalisation of rows",
                        new BatchNormalization(1e-5f),
                        floats(3, 4),
                        floats(4),
                        floats(4),
                        floats(4),
                        between(0.5, 2, 4)));
        return Stream.concat(reductions, others);
    }

    private static Stream<GradientCase> moves() {
        Tensor indices = Tensor.of(Shape.of(2, 3), 1L, -1L, 1L, 0L, 2L, -2L);
        return Stream.of(
                GradientCase.of("concat", new Concat(1), floats(2, 3, 4), floats(2, 1, 4), floats(2, 5, 4)),
                GradientCase.of("concat of one", new Concat(-1), floats(2, 3)),
                GradientCase.of("split", new Split(-1, 3), floats(2, 7), Tensor.vector(2, 4, 1)),
                GradientCase.of("split, equal", new Split(0, 2), floats(4, 3)),
                GradientCase.of("transpose", new Transpose(List.of(2, 0, 3, 1)), floats(2, 3, 4, 5)),
                GradientCase.of("transpose, reversed", new Transpose(List.of()), floats(2, 3, 4)),
                GradientCase.of("reshape", new Reshape(false), floats(2, 6), Tensor.vector(3, -1)),
                GradientCase.of("flatten", new Flatten(1), floats(2, 3, 4)),
                GradientCase.of("squeeze", new Squeeze(), floats(2, 1, 3, 1)),
                GradientCase.of("unsqueeze", new Unsqueeze(), floats(2, 3), Tensor.vector(0, -1)),
                GradientCase.of("identity", new Identity(), floats(2, 3)),
                GradientCase.of("expand", new Expand(), floats(3, 1), Tensor.vector(2, 1, 5)),
                GradientCase.of("tile", new Tile(), floats(2, 3), Tensor.vector(3, 2)),
                GradientCase.of("pad", new Pad(Pad.Mode.CONSTANT), floats(3, 4), Tensor.vector(1, 2, 0, 3)),
                GradientCase.of("pad and crop", new Pad(Pad.Mode.CONSTANT), floats(5, 4), Tensor.vector(-1, 2, 1, -3)),
                GradientCase.of("depth to space", new DepthToSpace(2, false), floats(1, 8, 2, 3)),
                GradientCase.of("space to depth", new SpaceToDepth(2), floats(2, 3, 4, 6)),
                GradientCase.of("gather", new Gather(1), floats(2, 3, 4), indices),
                GradientCase.of("gather of one", new Gather(0), floats(3, 2), Tensor.scalar(1L)));
    }

    private static GradientCase slice(String name, Tensor x, long[] starts, long[] ends, long[] steps) {
        long[] axes = new long[starts.length];
        Arrays.setAll(axes, i -> i + x.shape().rank() - starts.length);
        return GradientCase.of(
                name,
                new Slice(),
                x,
                Tensor.vector(starts),
                Tensor.vector(ends),
                Tensor.vector(axes),
                Tensor.vector(steps));
    }

    private static Stream<GradientCase> slices() {
        return Stream.of(
                slice("slice", floats(3, 7, 5), new long[] {1, 2}, new long[] {6, 4}, new long[] {1, 1}),
                slice("slice, steps", floats(3, 8, 9), new long[] {1, 0}, new long[] {8, 9}, new long[] {3, 2}),
                slice("slice, steps to the end", floats(7), new long[] {0}, new long[] {7}, new long[] {2}),
                slice("slice, backwards", floats(3, 8), new long[] {-1}, new long[] {-100}, new long[] {-1}),
                slice("slice, back and far", floats(3, 8), new long[] {6}, new long[] {0}, new long[] {-2}),
                slice("slice of one", floats(3, 8), new long[] {3}, new long[] {4}, new long[] {5}));
    }

    private static Resize resize(Resize.Interpolation interpolation, Resize.Coordinates coordinates) {
        return new Resize(
                interpolation,
                coordinates,
                Resize.Rounding.FLOOR,
                -0.75f,
                false,
                0,
                false,
                Resize.AspectRatio.STRETCH,
                List.of());
    }

    /** Sizes rather than scales: those are floats, by which nobody differentiates. */
    private static Stream<GradientCase> resizes() {
        return Arrays.stream(Resize.Interpolation.values())
                .flatMap(interpolation -> Stream.of(
                        GradientCase.of(
                                interpolation + ", twice as large",
                                resize(interpolation, Resize.Coordinates.ASYMMETRIC),
                                floats(2, 2, 3, 4),
                                null,
                                null,
                                Tensor.vector(2, 2, 6, 8)),
                        GradientCase.of(
                                interpolation + ", larger and smaller",
                                resize(interpolation, Resize.Coordinates.HALF_PIXEL),
                                floats(1, 2, 3, 7),
                                null,
                                null,
                                Tensor.vector(1, 2, 5, 4))));
    }
}
