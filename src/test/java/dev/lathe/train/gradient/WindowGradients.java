package dev.lathe.train.gradient;

import static dev.lathe.train.gradient.GradientCases.floats;

import dev.lathe.op.Conv;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.Epilogue;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.Lrn;
import dev.lathe.op.Padding;
import dev.lathe.op.Pool;
import dev.lathe.op.Window;
import java.util.List;
import java.util.stream.Stream;

/** Convolution and pooling, with every way in which windows meet edges. */
final class WindowGradients {
    private WindowGradients() {}

    static Stream<GradientCase> all() {
        return Stream.of(convolutions(), grouped(), transposed(), pools(), others())
                .flatMap(cases -> cases);
    }

    private static Conv conv(Window window, int groups) {
        return new Conv(window, groups, Epilogue.NONE);
    }

    private static Window window(int stride, int dilation, int begin, int end) {
        return new Window(
                List.of(),
                List.of(stride, stride),
                List.of(dilation, dilation),
                new Padding.Explicit(List.of(begin, begin), List.of(end, end)));
    }

    private static Stream<GradientCase> convolutions() {
        return Stream.of(
                GradientCase.of(
                        "conv 3x3", conv(window(1, 1, 1, 1), 1), floats(2, 3, 7, 5), floats(4, 3, 3, 3), floats(4)),
                GradientCase.of(
                        "conv, no padding", conv(window(1, 1, 0, 0), 1), floats(2, 2, 5, 6), floats(3, 2, 3, 2)),
                GradientCase.of(
                        "conv, uneven padding", conv(window(1, 1, 0, 2), 1), floats(1, 2, 5, 6), floats(3, 2, 3, 3)),
                GradientCase.of(
                        "conv, much padding", conv(window(1, 1, 3, 4), 1), floats(1, 2, 4, 3), floats(3, 2, 2, 3)),
                GradientCase.of(
                        "conv, stride", conv(window(2, 1, 1, 1), 1), floats(2, 2, 7, 8), floats(3, 2, 3, 3), floats(3)),
                GradientCase.of(
                        "conv, stride and a rest",
                        conv(window(3, 1, 0, 1), 1),
                        floats(2, 2, 9, 10),
                        floats(3, 2, 2, 2)),
                GradientCase.of("conv, dilated", conv(window(1, 2, 2, 2), 1), floats(2, 2, 7, 8), floats(3, 2, 3, 3)),
                GradientCase.of(
                        "conv, dilated stride", conv(window(2, 3, 3, 2), 1), floats(2, 2, 11, 12), floats(3, 2, 3, 2)),
                GradientCase.of(
                        "conv 1x1", conv(window(1, 1, 0, 0), 1), floats(3, 5, 4, 3), floats(7, 5, 1, 1), floats(7)),
                GradientCase.of(
                        "conv 1x1, stride", conv(window(2, 1, 0, 0), 1), floats(2, 5, 5, 4), floats(7, 5, 1, 1)),
                GradientCase.of(
                        "conv 1x1, padded", conv(window(1, 1, 1, 0), 1), floats(2, 3, 4, 3), floats(2, 3, 1, 1)),
                GradientCase.of(
                        "conv of one image and filter",
                        conv(window(1, 1, 1, 1), 1),
                        floats(1, 1, 4, 4),
                        floats(1, 1, 3, 3)),
                GradientCase.of(
                        "conv, same",
                        conv(new Window(List.of(), List.of(2, 1), List.of(), new Padding.SameUpper()), 1),
                        floats(1, 2, 6, 5),
                        floats(3, 2, 3, 4)),
                GradientCase.of("conv along a line", conv(Window.of(3), 1), floats(2, 2, 9), floats(3, 2, 3)),
                GradientCase.of(
                        "conv of blocks",
                        conv(new Window(List.of(), List.of(1, 2, 1), List.of(), Padding.NONE), 1),
                        floats(1, 2, 3, 5, 4),
                        floats(3, 2, 2, 2, 3)));
    }

    private static Stream<GradientCase> grouped() {
        return Stream.of(
                GradientCase.of(
                        "conv, groups", conv(window(1, 1, 1, 1), 2), floats(2, 4, 5, 6), floats(6, 2, 3, 3), floats(6)),
                GradientCase.of(
                        "conv, groups, stride", conv(window(2, 2, 1, 2), 3), floats(2, 6, 7, 6), floats(3, 2, 2, 3)),
                GradientCase.of(
                        "conv 1x1, groups", conv(window(1, 1, 0, 0), 2), floats(2, 6, 5, 3), floats(4, 3, 1, 1)),
                GradientCase.of(
                        "conv, depthwise",
                        conv(window(1, 1, 1, 1), 5),
                        floats(2, 5, 6, 7),
                        floats(5, 1, 3, 3),
                        floats(5)),
                GradientCase.of(
                        "conv, depthwise, stride",
                        conv(window(2, 1, 1, 1), 5),
                        floats(2, 5, 6, 7),
                        floats(10, 1, 3, 3)));
    }

    private static ConvTranspose transpose(Window window, int groups, Integer... more) {
        return new ConvTranspose(window, groups, List.of(more), List.of());
    }

    private static Stream<GradientCase> transposed() {
        return Stream.of(
                GradientCase.of(
                        "transposed",
                        transpose(window(1, 1, 1, 1), 1),
                        floats(2, 3, 5, 4),
                        floats(3, 2, 3, 3),
                        floats(2)),
                GradientCase.of(
                        "transposed, stride",
                        transpose(window(2, 1, 0, 1), 1),
                        floats(2, 3, 3, 4),
                        floats(3, 2, 2, 3),
                        floats(2)),
                GradientCase.of(
                        "transposed, output padding",
                        transpose(window(2, 1, 1, 1), 1, 1, 1),
                        floats(1, 2, 3, 4),
                        floats(2, 2, 3, 3)),
                GradientCase.of(
                        "transposed, much output padding",
                        transpose(window(2, 1, 0, 0), 1, 3, 5),
                        floats(1, 2, 3, 2),
                        floats(2, 2, 2, 2)),
                GradientCase.of(
                        "transposed, groups",
                        transpose(window(2, 2, 1, 2), 2),
                        floats(2, 4, 3, 4),
                        floats(4, 3, 3, 2),
                        floats(6)),
                GradientCase.of(
                        "transposed, to a shape",
                        new ConvTranspose(window(3, 1, 0, 0), 1, List.of(), List.of(10, 8)),
                        floats(1, 2, 3, 3),
                        floats(2, 2, 3, 3)));
    }

    private static Pool pool(Pool.Kind kind, int size, Window around, boolean ceil, boolean countPadding) {
        Window window = new Window(List.of(size, size), around.strides(), around.dilations(), around.padding());
        return new Pool(kind, window, ceil, countPadding, 3, false);
    }

    private static Stream<GradientCase> pools() {
        return Stream.of(Pool.Kind.values())
                .flatMap(kind -> Stream.of(
                        GradientCase.of(
                                kind + " 2x2/2", pool(kind, 2, window(2, 1, 0, 0), false, false), floats(2, 3, 6, 5)),
                        GradientCase.of(
                                kind + " 3x3/2", pool(kind, 3, window(2, 1, 1, 1), false, false), floats(2, 2, 7, 8)),
                        GradientCase.of(
                                kind + " 3x3/1", pool(kind, 3, window(1, 1, 1, 0), false, true), floats(1, 2, 5, 6)),
                        GradientCase.of(
                                kind + ", ceil", pool(kind, 3, window(2, 1, 0, 0), true, false), floats(1, 2, 6, 8)),
                        GradientCase.of(
                                kind + ", ceil, padded",
                                pool(kind, 3, window(2, 1, 1, 1), true, true),
                                floats(1, 2, 6, 8)),
                        GradientCase.of(
                                kind + ", gaps", pool(kind, 2, window(3, 1, 0, 0), false, false), floats(1, 2, 9, 10)),
                        GradientCase.of(
                                kind + ", dilated", pool(kind, 2, window(2, 2, 1, 1), false, true), floats(1, 2, 7, 6)),
                        GradientCase.of(kind + ", all", new GlobalPool(kind, 3), floats(2, 3, 4, 3)),
                        GradientCase.of(
                                kind + " along a line",
                                new Pool(
                                        kind,
                                        new Window(List.of(3), List.of(2), List.of(), Padding.NONE),
                                        false,
                                        false,
                                        1,
                                        false),
                                floats(2, 2, 9))));
    }

    private static Stream<GradientCase> others() {
        return Stream.of(
                GradientCase.of("lrn", new Lrn(5, 0.5f, 0.75f, 1), floats(2, 7, 3, 2)),
                GradientCase.of("lrn, even", new Lrn(4, 0.8f, 0.5f, 2), floats(1, 6, 2, 3)),
                GradientCase.of("lrn, wide", new Lrn(9, 0.8f, 1, 2), floats(1, 3, 2, 3)));
    }
}
