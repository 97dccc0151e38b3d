package dev.lathe.backend.gpu;

import dev.lathe.RandomTensors;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Cast;
import dev.lathe.op.ElementType;
import dev.lathe.op.Op;
import dev.lathe.op.PRelu;
import dev.lathe.op.Unary;
import dev.lathe.op.Where;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Operators whose every result depends on one element of each operand, apart from {@link BinaryCases}. */
final class ElementwiseCases {
    private static final float NAN = Float.NaN;
    private static final float INF = Float.POSITIVE_INFINITY;
    private static final Tensor NEAR = Tensor.of(Shape.of(3, 7), new float[] {
        0, -0f, 1, -1, 0.5f, -0.5f, 1.5f, -1.5f, 2.5f, 3, -3, 1e-4f, -1e-4f, 2, -2, 0.25f, -0.25f, 0.99f, INF, -INF, NAN
    });
    private static final Tensor FAR = Tensor.of(Shape.of(7), new float[] {6.5f, -6.5f, 20, -20, 89, -89, 100});
    private static final double FAR_OFF = 128;
    /** Large ones, and some that lie as near as floats can to a multiple of a quarter turn. */
    private static final Tensor ANGLES = Tensor.of(Shape.of(14), new float[] {
        1.5707964f,
        -3.1415927f,
        6.2831855f,
        0.7853982f,
        100,
        -1000.25f,
        1.6777216e7f,
        -1.6367317e8f,
        2.3009228e8f,
        7.5479e15f,
        1e20f,
        -1.2345e30f,
        1.0872e38f,
        3.4028235e38f
    });

    private static final List<Activation> ACTIVATIONS = List.of(
            new Activation.Relu(),
            new Activation.LeakyRelu(0.01f),
            new Activation.Elu(1.5f),
            new Activation.Selu(1.67f, 1.05f),
            new Activation.Celu(2),
            new Activation.Celu(-100),
            new Activation.Clip(0, 6),
            new Activation.Clip(Float.NEGATIVE_INFINITY, -1),
            new Activation.Clip(2, 1),
            new Activation.Sigmoid(),
            new Activation.HardSigmoid(0.2f, 0.5f),
            new Activation.HardSwish(),
            new Activation.Tanh(),
            new Activation.Softplus(),
            new Activation.Softsign(),
            new Activation.Gelu(false),
            new Activation.Gelu(true),
            new Activation.Mish(),
            new Activation.Swish(1.7f),
            new Activation.ThresholdedRelu(1),
            new Activation.Shrink(0.3f, 0.5f));

    private ElementwiseCases() {}

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>();
        for (Activation function : ACTIVATIONS) {
            Activate op = new Activate(function);
            cases.add(of(function + " near 0", op, 16, NEAR));
            cases.add(new OpCase(function + " far from 0", op, List.of(FAR), 0, 4, FAR_OFF));
        }
        cases.add(of("relu of 1025", new Activate(new Activation.Relu()), 0, floats(2, 1025)));
        cases.add(of("relu of 1", new Activate(new Activation.Relu()), 0, floats(2)));
        for (Unary.Function function : Unary.Function.values()) {
            if (function != Unary.Function.NOT) {
                cases.add(of(function + " of floats", new Unary(function), 16, NEAR));
            }
        }
        for (Unary.Function function : List.of(Unary.Function.SIN, Unary.Function.COS, Unary.Function.TAN)) {
            cases.add(of(function + " of large angles", new Unary(function), 16, ANGLES));
        }
        unaryOfIntegers(cases);
        casts(cases);
        pRelus(cases);
        wheres(cases);
        return cases;
    }

    private static void unaryOfIntegers(List<OpCase> cases) {
        for (DType dtype : List.of(DType.INT64, DType.INT32, DType.INT8, DType.UINT8)) {
            for (Unary.Function function : List.of(Unary.Function.ABS, Unary.Function.NEG, Unary.Function.SIGN)) {
                if (function != Unary.Function.NEG || dtype != DType.UINT8) {
                    cases.add(exact(function + " of " + dtype, new Unary(function), edges(dtype)));
                }
            }
        }
        cases.add(exact("NOT", new Unary(Unary.Function.NOT), truths(1, 13)));
    }

    private static void casts(List<OpCase> cases) {
        Tensor floats = Tensor.of(Shape.of(23), new float[] {
            0,
            -0.9f,
            1.9f,
            -1.9f,
            127.5f,
            128,
            -129,
            255.9f,
            256.5f,
            1e9f,
            3e9f,
            -3e9f,
            1e19f,
            -1e19f,
            INF,
            -INF,
            NAN,
            65519,
            65520,
            1.00048828125f,
            1.00390625f,
            6e-8f,
            -5.96e-8f
        });
        for (ElementType to : ElementType.values()) {
            cases.add(exact("float to " + to, new Cast(to), floats));
            cases.add(exact("INT64 to " + to, new Cast(to), edges(DType.INT64)));
        }
        for (DType from : List.of(DType.INT32, DType.INT8, DType.UINT8, DType.BOOL)) {
            Tensor x = from == DType.BOOL ? truths(1, 13) : edges(from);
            cases.add(exact(from + " to float", new Cast(ElementType.FLOAT32), x));
            cases.add(exact(from + " to INT8", new Cast(ElementType.INT8), x));
        }
    }

    private static void pRelus(List<OpCase> cases) {
        cases.add(of("PRelu by channel", new PRelu(), 1, floats(2, 3, 7, 5), floats(3, 1, 1)));
        cases.add(of("PRelu by element", new PRelu(), 1, floats(13), floats(13)));
        cases.add(of("PRelu by one number", new PRelu(), 1, NEAR, floats(1)));
        cases.add(exact("PRelu of INT32", new PRelu(), edges(DType.INT32), edges(DType.INT32)));
        cases.add(exact("PRelu of INT64", new PRelu(), edges(DType.INT64), edges(DType.INT64)));
    }

    private static void wheres(List<OpCase> cases) {
        cases.add(exact("Where of equal shapes", new Where(), truths(7, 13), floats(7, 13), floats(7, 13)));
        cases.add(exact("Where of everything", new Where(), truths(3, 1), floats(5), floats(2, 1, 1)));
        cases.add(exact("Where of numbers", new Where(), truths(), edges(DType.INT64), edges(DType.INT64)));
        cases.add(exact("Where of bytes", new Where(), truths(13, 1), edges(DType.UINT8), edges(DType.UINT8)));
    }

    /** Numbers at the ends of {@code dtype}, around zero, and some between. */
    static Tensor edges(DType dtype) {
        long least = dtype == DType.UINT8 ? 0 : -1L << 8 * dtype.bytes() - 1;
        long most = dtype == DType.UINT8 ? 255 : ~least;
        long[] values = {least, least + 1, most, most - 1, 0, 1, 2, 3, 5, 7, 100, -1, -2, -3, -7, -100};
        Tensor tensor = RandomTensors.of(new Random(1), dtype, Shape.of(values.length));
        for (int i = 0; i < values.length; i++) {
            tensor.set(i, values[i]);
        }
        return tensor;
    }

    static Tensor truths(int... dims) {
        byte[] values = new byte[Shape.of(dims).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (i * 5 / 3 % 2);
        }
        return Tensor.of(DType.BOOL, Shape.of(dims), values);
    }

    private static Tensor floats(int... dims) {
        return RandomTensors.floats(new Random(dims.length), dims);
    }

    private static OpCase exact(String name, Op op, Tensor... operands) {
        return new OpCase(name, op, List.of(operands), 0, 0, 0);
    }

    private static OpCase of(String name, Op op, int roundings, Tensor... operands) {
        return new OpCase(name, op, List.of(operands), 0, roundings, 1);
    }
}
