package dev.lathe.backend.gpu;

import static dev.lathe.backend.gpu.MovementCases.exact;

import dev.lathe.RandomTensors;
import dev.lathe.op.ConvInteger;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.op.MatMulInteger;
import dev.lathe.op.Padding;
import dev.lathe.op.QLinearConv;
import dev.lathe.op.QLinearMatMul;
import dev.lathe.op.Window;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Convolutions and products of integers: the same bits as the reference's. */
final class IntegerProductCases {
    private static final Random RANDOM = new Random(65);
    private static final DType S8 = DType.INT8;
    private static final DType U8 = DType.UINT8;

    private IntegerProductCases() {}

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>();
        addConvolutions(cases);
        addQuantisedConvolutions(cases);
        addMatrices(cases);
        addQuantisedMatrices(cases);
        addWhole(cases);
        return cases;
    }

    private static void addConvolutions(List<OpCase> cases) {
        ConvInteger plain = new ConvInteger(Window.of(3, 2), 1);
        Tensor x = tensor(U8, 2, 3, 5, 7);
        cases.add(exact("convInteger", plain, x, tensor(U8, 4, 3, 3, 2)));
        cases.add(exact("convInteger, zero points", plain, x, tensor(S8, 4, 3, 3, 2), tensor(U8), tensor(S8, 4)));
        cases.add(exact("convInteger, one zero point", plain, x, tensor(S8, 4, 3, 3, 2), null, tensor(S8)));
        Window window = window(List.of(2, 1), List.of(2, 3), List.of(1, 2, 2, 4));
        cases.add(exact("convInteger, window", new ConvInteger(window, 1), x, tensor(U8, 4, 3, 3, 2), tensor(U8)));
        cases.add(exact(
                "convInteger, groups", new ConvInteger(Window.of(3), 2), tensor(S8, 2, 4, 9), tensor(S8, 6, 2, 3)));
        cases.add(exact(
                "convInteger, volume",
                new ConvInteger(Window.of(2, 3, 2), 1),
                tensor(U8, 1, 2, 3, 4, 5),
                tensor(U8, 3, 2, 2, 3, 2)));
    }

    private static void addQuantisedConvolutions(List<OpCase> cases) {
        Tensor x = tensor(U8, 2, 4, 5, 7);
        Tensor w = tensor(S8, 6, 2, 3, 3);
        QLinearConv op = new QLinearConv(window(List.of(2, 1), List.of(1, 2), List.of(1, 1, 0, 2)), 2);
        Tensor xs = Tensor.scalar(0.02f);
        Tensor ys = Tensor.scalar(0.5f);
        Tensor ws = Tensor.scalar(0.03f);
        cases.add(exact("qLinearConv", op, x, xs, tensor(U8), w, ws, tensor(S8), ys, tensor(U8)));
        Tensor each = scales(6);
        Tensor zeros = tensor(S8, 6);
        Tensor bias = tensor(DType.INT32, 6);
        cases.add(exact("qLinearConv per filter", op, x, xs, tensor(U8), w, each, zeros, ys, tensor(S8), bias));
        Tensor signed = tensor(S8, 1, 2, 13);
        Tensor row = tensor(S8, 3, 2, 4);
        cases.add(exact(
                "qLinearConv of a row",
                new QLinearConv(Window.of(4), 1),
                signed,
                Tensor.scalar(0.25f),
                Tensor.of(S8, Shape.SCALAR, new byte[] {-7}),
                row,
                Tensor.scalar(0.5f),
                tensor(S8),
                Tensor.scalar(128f),
                tensor(U8)));
    }

    private static void addMatrices(List<OpCase> cases) {
        MatMulInteger op = new MatMulInteger();
        Tensor a = tensor(U8, 5, 13);
        Tensor b = tensor(S8, 13, 7);
        cases.add(exact("matMulInteger", op, a, b));
        cases.add(exact("matMulInteger, zero points", op, a, b, tensor(U8), tensor(S8)));
        cases.add(exact("matMulInteger, zero points per row", op, a, b, tensor(U8, 5), tensor(S8, 7)));
        cases.add(exact("matMulInteger, zero point per column", op, a, b, null, tensor(S8, 1, 7)));
        cases.add(exact(
                "matMulInteger in batches",
                op,
                tensor(S8, 2, 1, 3, 4),
                tensor(U8, 3, 4, 5),
                tensor(S8, 2, 1, 3, 1),
                tensor(U8, 3, 1, 5)));
        cases.add(exact(
                "matMulInteger, a zero point per matrix",
                op,
                tensor(S8, 2, 3, 4),
                tensor(U8, 4, 5),
                tensor(S8, 2, 1, 1),
                tensor(U8, 5)));
        cases.add(exact("matMulInteger of vectors", op, tensor(U8, 17), tensor(U8, 17), tensor(U8)));
        cases.add(exact("matMulInteger of a vector", op, tensor(U8, 5), tensor(S8, 2, 5, 3)));
        cases.add(exact("matMulInteger of nothing", op, tensor(U8, 3, 0), tensor(U8, 0, 2)));
    }

    private static void addQuantisedMatrices(List<OpCase> cases) {
        QLinearMatMul op = new QLinearMatMul();
        Tensor as = Tensor.scalar(0.02f);
        Tensor bs = Tensor.scalar(0.03f);
        Tensor ys = Tensor.scalar(0.05f);
        Tensor a = tensor(U8, 5, 13);
        Tensor b = tensor(S8, 13, 7);
        cases.add(exact("qLinearMatMul", op, a, as, tensor(U8), b, bs, tensor(S8), ys, tensor(U8)));
        cases.add(exact(
                "qLinearMatMul per row and column",
                op,
                a,
                scales(5),
                tensor(U8, 5),
                b,
                scales(7),
                tensor(S8, 7),
                scales(5),
                tensor(S8, 5)));
        cases.add(exact(
                "qLinearMatMul in batches",
                op,
                tensor(S8, 2, 1, 3, 4),
                scales(2, 1, 3, 1),
                tensor(S8),
                tensor(S8, 3, 4, 5),
                bs,
                tensor(S8, 3, 1, 5),
                scales(2, 3, 3, 1),
                tensor(S8)));
    }

    private static void addWhole(List<OpCase> cases) {
        Tensor a = tensor(DType.INT32, 5, 13);
        Tensor large = Tensor.of(Shape.of(2, 2), Long.MAX_VALUE, 3L, -5L, Long.MIN_VALUE);
        Gemm plain = new Gemm(1, 1, false, false, Epilogue.NONE);
        Gemm scaled = new Gemm(0.37f, -1.5f, true, true, Epilogue.NONE);
        cases.add(exact("matMul of ints", new MatMul(), a, tensor(DType.INT32, 13, 7)));
        cases.add(
                exact("matMul of longs", new MatMul(), tensor(DType.INT64, 2, 1, 3, 4), tensor(DType.INT64, 3, 4, 5)));
        cases.add(exact("matMul that wraps around", new MatMul(), large, large));
        cases.add(exact("gemm of ints", plain, a, tensor(DType.INT32, 13, 7), tensor(DType.INT32, 7)));
        cases.add(exact("gemm of longs", plain, large, large, tensor(DType.INT64, 2, 1)));
        Tensor c = tensor(DType.INT32, 13, 4);
        cases.add(exact("gemm of ints, scaled", scaled, a, tensor(DType.INT32, 4, 5), c));
        cases.add(exact("gemm of longs, scaled", scaled, large, large, tensor(DType.INT64, 1)));
        Gemm residual = new Gemm(1, 1, true, false, new Epilogue(true, null));
        cases.add(exact(
                "gemm of ints with a residual",
                residual,
                a,
                tensor(DType.INT32, 5, 2),
                null,
                tensor(DType.INT32, 13, 2)));
    }

    private static Window window(List<Integer> strides, List<Integer> dilations, List<Integer> pads) {
        List<Integer> begin = pads.subList(0, pads.size() / 2);
        List<Integer> end = pads.subList(pads.size() / 2, pads.size());
        return new Window(List.of(), strides, dilations, new Padding.Explicit(begin, end));
    }

    private static Tensor scales(int... dims) {
        Tensor tensor = RandomTensors.floats(RANDOM, dims);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.set(i, Math.abs(tensor.doubleAt(i)) / 10 + 0.01);
        }
        return tensor;
    }

    private static Tensor tensor(DType dtype, int... dims) {
        return RandomTensors.of(RANDOM, dtype, Shape.of(dims));
    }
}
