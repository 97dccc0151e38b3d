package dev.lathe.backend.gpu;

import dev.lathe.backend.gpu.ChainCase.Sort;
import dev.lathe.op.Activation;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Tensor;
import java.util.List;

/** Chains that a GPU runs as one launch: odd extents, ranks that fill no quad and no block, every way to add. */
final class ChainCases {
    private static final Epilogue RELU = new Epilogue(false, new Activation.Relu());
    private static final Epilogue RESIDUAL = new Epilogue(true, null);
    private static final Epilogue BOTH = new Epilogue(true, new Activation.Clip(-0.25f, 0.75f));
    private static final List<Integer> ALL = List.of(0, 1, 2);

    private ChainCases() {}

    static List<ChainCase> all() {
        return List.of(
                ChainCase.of("chain 3x3", shape(1, 5, 9, 11), List.of(3, 5), 7, square(3, 1, 1, Epilogue.NONE, ALL)),
                ChainCase.of("chain 3x3 bare", shape(2, 6, 7, 5), List.of(4, 8), 9, square(3, 1, 1, RELU, List.of())),
                ChainCase.of(
                        "chain 3x3/2, batch",
                        shape(3, 13, 9, 10),
                        List.of(6, 9),
                        10,
                        square(3, 2, 1, RELU, List.of(2))),
                ChainCase.of("chain 3x3/3", shape(1, 4, 14, 13), List.of(7, 6), 5, square(3, 3, 0, BOTH, List.of(0))),
                ChainCase.of("chain 5x5", shape(1, 9, 6, 9), List.of(5, 3), 1, square(5, 1, 2, RESIDUAL, List.of(1))),
                ChainCase.of("chain 1x1", shape(2, 3, 6, 6), List.of(1, 2), 3, square(1, 1, 0, BOTH, List.of(0, 2))),
                ChainCase.of("chain 1x1/2", shape(1, 3, 9, 8), List.of(2, 1), 9, square(1, 2, 0, RELU, ALL)),
                ChainCase.of(
                        "chain of several tiles", shape(1, 3, 11, 13), List.of(65, 5), 10, square(3, 1, 1, BOTH, ALL)),
                ChainCase.of(
                        "chain of many channels and filters",
                        shape(1, 37, 5, 7),
                        List.of(19, 6),
                        133,
                        square(3, 1, 1, RELU, ALL)),
                ChainCase.of(
                        "chain of large ranks", shape(1, 5, 3, 6), List.of(46, 97), 4, square(3, 1, 1, RESIDUAL, ALL)),
                ChainCase.of("chain of one position", shape(2, 19, 1, 1), List.of(5, 6), 7, square(3, 1, 1, RELU, ALL)),
                row(),
                uneven(),
                line(),
                withoutNumbers());
    }

    private static Sort square(int kernel, int stride, int pad, Epilogue last, List<Integer> biased) {
        Padding padding = new Padding.Explicit(List.of(pad, pad), List.of(pad, pad));
        Window window = new Window(List.of(), List.of(stride, stride), List.of(1, 1), padding);
        return new Sort(new int[] {kernel, kernel}, window, last, biased);
    }

    private static ChainCase row() {
        Padding padding = new Padding.Explicit(List.of(0, 1), List.of(0, 1));
        Sort sort = new Sort(
                new int[] {1, 3}, new Window(List.of(), List.of(1, 1), List.of(1, 1), padding), RELU, List.of(2));
        return ChainCase.of("chain 1x3", shape(1, 4, 3, 23), List.of(3, 3), 6, sort);
    }

    private static ChainCase uneven() {
        Padding padding = new Padding.Explicit(List.of(2, 0), List.of(1, 3));
        Sort sort = new Sort(
                new int[] {4, 3}, new Window(List.of(), List.of(2, 1), List.of(1, 2), padding), BOTH, List.of(0, 1));
        return ChainCase.of("chain 4x3 uneven", shape(2, 5, 10, 11), List.of(6, 7), 8, sort);
    }

    private static ChainCase line() {
        Padding padding = new Padding.Explicit(List.of(3), List.of(2));
        Sort sort = new Sort(new int[] {5}, new Window(List.of(), List.of(2), List.of(2), padding), RELU, ALL);
        return ChainCase.of("chain of one axis", shape(2, 4, 37), List.of(9, 3), 7, sort);
    }

    /** A NaN and an infinity reach what the windows see of them, and nothing else. */
    private static ChainCase withoutNumbers() {
        ChainCase plain =
                ChainCase.of("chain of NaN", shape(1, 3, 8, 9), List.of(5, 6), 9, square(3, 1, 1, Epilogue.NONE, ALL));
        Tensor x = plain.x().copy();
        x.set(9 + 3, Double.NaN);
        x.set((2 * 8 + 7) * 9 + 8, Double.POSITIVE_INFINITY);
        return new ChainCase(plain.name(), plain.ops(), x, plain.weights(), plain.biases(), plain.residual());
    }

    private static int[] shape(int... dims) {
        return dims;
    }
}
