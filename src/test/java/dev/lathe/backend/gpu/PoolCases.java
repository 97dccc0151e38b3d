package dev.lathe.backend.gpu;

import dev.lathe.RandomTensors;
import dev.lathe.backend.reference.Reference;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.MaxPoolGradient;
import dev.lathe.op.Op;
import dev.lathe.op.Padding;
import dev.lathe.op.Pool;
import dev.lathe.op.Window;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Pooling. Indices of maxima take a kernel of their own, so windows are tried without them as well. */
final class PoolCases {
    private static final List<Integer> ONES = List.of(1, 1);

    private PoolCases() {}

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>();
        for (Pool.Kind kind : Pool.Kind.values()) {
            windows(cases, kind);
        }
        averages(cases);
        gradients(cases);
        maxima(cases);
        for (Pool.Kind kind : Pool.Kind.values()) {
            cases.add(of("global " + kind, new GlobalPool(kind, 3), floats(2, 3, 7, 5)));
            cases.add(of("global " + kind + " of long rows", new GlobalPool(kind, 2), floats(1, 3, 13, 11)));
            cases.add(of("global " + kind + " of one", new GlobalPool(kind, 1), floats(2, 5, 1)));
        }
        for (OpCase each : List.copyOf(cases)) {
            if (each.op() instanceof Pool pool && pool.kind() == Pool.Kind.MAX) {
                cases.add(each.ofFirstResult(each.name() + ", no indices"));
            }
        }
        return cases;
    }

    private static void windows(List<OpCase> cases, Pool.Kind kind) {
        cases.add(of(kind + " 2x2/2", pool(kind, window(2, 2, 0)), floats(2, 3, 8, 10)));
        cases.add(of(kind + " 3x3/2, padded", pool(kind, window(3, 2, 1)), floats(1, 3, 13, 7)));
        cases.add(of(kind + " 3x3/1, same", pool(kind, sized(3, new Padding.SameUpper())), floats(1, 2, 7, 35)));
        Window end = new Window(List.of(2, 3), ONES, List.of(), new Padding.SameLower());
        cases.add(of(kind + " 2x3, same at the end", pool(kind, end), floats(2, 1, 5, 5)));
        Window line = new Window(List.of(3), List.of(2), List.of(), Padding.NONE);
        cases.add(of(kind + " along a line", pool(kind, line), floats(2, 3, 13)));
        Window block = new Window(List.of(2, 3, 2), List.of(1, 2, 1), List.of(1, 1, 2), pads(3, 1));
        cases.add(of(kind + " of blocks", pool(kind, block), floats(1, 2, 4, 5, 6)));
        Window apart = new Window(List.of(2, 2), ONES, List.of(3, 2), pads(2, 1));
        cases.add(of(kind + " dilated", pool(kind, apart), floats(2, 2, 7, 6)));
        Window wide = new Window(List.of(2, 2), List.of(2, 2), List.of(), pads(2, 3));
        cases.add(of(kind + " of nothing but padding", pool(kind, wide), floats(1, 2, 3, 5)));
        Pool hanging = new Pool(kind, window(3, 2, 0), true, false, 2, false);
        cases.add(of(kind + " hanging over", hanging, floats(1, 2, 6, 8)));
        cases.add(of(kind + " of large windows", pool(kind, window(9, 1, 4)), floats(1, 2, 10, 9)));
    }

    private static void averages(List<OpCase> cases) {
        for (boolean ceil : List.of(false, true)) {
            Pool counting = new Pool(Pool.Kind.AVERAGE, window(3, 2, 1), ceil, true, 2, false);
            cases.add(of("mean with padding, ceil " + ceil, counting, floats(1, 2, 6, 8)));
            Window apart = new Window(List.of(2, 2), List.of(2, 2), List.of(2, 3), pads(2, 1));
            Pool dilated = new Pool(Pool.Kind.AVERAGE, apart, ceil, true, 2, false);
            cases.add(of("mean with padding, dilated, ceil " + ceil, dilated, floats(1, 2, 6, 8)));
        }
        cases.add(
                of("third norm", new Pool(Pool.Kind.LP, window(2, 1, 0), false, false, 3, false), floats(1, 1, 3, 3)));
    }

    private static void maxima(List<OpCase> cases) {
        Tensor special = floats(1, 1, 4, 6);
        for (int i = 0; i < 24; i += 5) {
            special.set(i, i % 2 == 0 ? Float.NaN : Float.NEGATIVE_INFINITY);
        }
        Pool max = pool(Pool.Kind.MAX, window(2, 2, 0));
        cases.add(of("greatest with NaN", max, special));
        cases.add(of("greatest with NaN, padded", pool(Pool.Kind.MAX, window(3, 1, 1)), special));
        for (DType dtype : List.of(DType.INT8, DType.UINT8)) {
            Tensor bytes = RandomTensors.of(new Random(1), dtype, Shape.of(1, 3, 7, 9));
            cases.add(of("greatest of " + dtype, pool(Pool.Kind.MAX, window(3, 2, 1)), bytes));
            cases.add(of("greatest of nothing in " + dtype, pool(Pool.Kind.MAX, window(2, 2, 3)), bytes));
        }
        Window block = new Window(List.of(2, 2, 2), List.of(), List.of(), Padding.NONE);
        Tensor x = floats(2, 2, 3, 4, 5);
        cases.add(of("column-major indices", new Pool(Pool.Kind.MAX, block, false, false, 2, true), x));
        cases.add(of("first of equal ones", max, Tensor.zeros(floats(1, 2, 4, 4).type())));
    }

    private static void gradients(List<OpCase> cases) {
        cases.add(gradient("3x3/2, padded", window(3, 2, 1), false, floats(2, 3, 13, 7)));
        cases.add(gradient("3x3/2, hanging over", window(3, 2, 0), true, floats(1, 2, 6, 8)));
        cases.add(gradient("of nothing but padding", window(2, 2, 3), false, floats(1, 2, 3, 5)));
        Window apart = new Window(List.of(2, 2), ONES, List.of(3, 2), pads(2, 1));
        cases.add(gradient("dilated", apart, false, floats(2, 2, 7, 6)));
        Window line = new Window(List.of(2), List.of(3), List.of(), Padding.NONE);
        cases.add(gradient("along a line with gaps", line, false, floats(2, 3, 13)));
        Window block = new Window(List.of(2, 3, 2), List.of(1, 2, 1), List.of(1, 1, 2), pads(3, 1));
        cases.add(gradient("of blocks", block, false, floats(1, 2, 4, 5, 6)));
    }

    /** Sums of at most 9 numbers below 1. */
    private static OpCase gradient(String name, Window window, boolean ceil, Tensor x) {
        Pool pool = new Pool(Pool.Kind.MAX, window, ceil, false, 2, false);
        Tensor indices = Reference.evaluate(pool, List.of(x)).get(1);
        Tensor field = floats(indices.shape().dims());
        Tensor shape =
                Tensor.vector(Arrays.stream(x.shape().dims()).asLongStream().toArray());
        MaxPoolGradient gradient = new MaxPoolGradient(window, ceil);
        return new OpCase("gradient of MAX " + name, gradient, List.of(field, indices, shape), 1, 9, 9);
    }

    private static Pool pool(Pool.Kind kind, Window window) {
        return new Pool(kind, window, false, false, 2, false);
    }

    private static Window window(int kernel, int stride, int pad) {
        return new Window(List.of(kernel, kernel), List.of(stride, stride), List.of(), pads(2, pad));
    }

    private static Window sized(int kernel, Padding padding) {
        return new Window(List.of(kernel, kernel), ONES, List.of(), padding);
    }

    private static Padding pads(int axes, int pad) {
        List<Integer> all = Collections.nCopies(axes, pad);
        return new Padding.Explicit(all, all);
    }

    private static Tensor floats(int... dims) {
        return RandomTensors.floats(new Random(dims.length), dims);
    }

    /** Sums of at most 81 numbers below 1. */
    private static OpCase of(String name, Op op, Tensor x) {
        return new OpCase(name, op, List.of(x), 0, 10, 4);
    }
}
