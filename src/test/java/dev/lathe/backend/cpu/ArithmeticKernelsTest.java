package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.reference.Reference;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.ArgReduce;
import dev.lathe.op.Binary;
import dev.lathe.op.Cast;
import dev.lathe.op.DequantizeLinear;
import dev.lathe.op.DynamicQuantizeLinear;
import dev.lathe.op.ElementType;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.op.MatMulInteger;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.op.PRelu;
import dev.lathe.op.QLinearMatMul;
import dev.lathe.op.QuantizeLinear;
import dev.lathe.op.Reduce;
import dev.lathe.op.Softmax;
import dev.lathe.op.Unary;
import dev.lathe.op.Where;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine's kernels against the nested loops, on seeded operands of awkward shapes. */
class ArithmeticKernelsTest {
    /** Runs tasks last to first on the caller: a result that depends on their order shows. */
    private static final Workers BACKWARDS = new Workers() {
        @Override
        public int threads() {
            return 1;
        }

        @Override
        public void run(int tasks, Task body) {
            for (int i = tasks - 1; i >= 0; i--) {
                body.run(i, new Scratch());
            }
        }

        @Override
        public Scratch borrow() {
            return new Scratch();
        }

        @Override
        public void giveBack(Scratch scratch) {}
    };

    private static final int[][][] BROADCASTS = {
        {{}, {}},
        {{7}, {7}},
        {{1}, {1, 1}},
        {{13, 5}, {}},
        {{}, {3, 5}},
        {{4, 1, 3}, {5, 1}},
        {{2, 7, 5, 3}, {7, 1, 1}},
        {{7, 1, 1}, {2, 7, 5, 3}},
        {{3, 17}, {17}},
        {{3, 17}, {3, 1}},
        {{0, 4}, {1, 4}},
        {{2, 1, 3, 1}, {1, 5, 1, 4}},
        {{2, 3, 61, 93}, {2, 3, 61, 93}},
        {{2, 3, 61, 93}, {3, 1, 1}},
        {{1}, {2, 3, 61, 93}},
        {{23, 1}, {23, 1709}},
    };

    private final Random random = new Random(20240611);

    /** Mostly moderate numbers, some large, some special. */
    private Tensor floats(int... dims) {
        Tensor x = Tensor.zeros(TensorType.float32(Shape.of(dims)));
        float[] special = {0, -0f, 1, -1, 2, 100, -100, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        for (int i = 0; i < x.size(); i++) {
            x.floats()[i] = random.nextInt(10) == 0
                    ? special[random.nextInt(special.length)]
                    : (float) random.nextGaussian() * (random.nextInt(4) == 0 ? 30 : 2);
        }
        return x;
    }

    /** Finite numbers around 0. */
    private Tensor tame(int... dims) {
        Tensor x = Tensor.zeros(TensorType.float32(Shape.of(dims)));
        for (int i = 0; i < x.size(); i++) {
            x.floats()[i] = (float) random.nextGaussian() * 3;
        }
        return x;
    }

    /** Positive numbers, as scales are. */
    private Tensor scales(int... dims) {
        Tensor x = Tensor.zeros(TensorType.float32(Shape.of(dims)));
        for (int i = 0; i < x.size(); i++) {
            x.floats()[i] = 0.01f + random.nextFloat() / 8;
        }
        return x;
    }

    private Tensor integers(DType dtype, int... dims) {
        Tensor x = Tensor.zeros(new TensorType(dtype, Shape.of(dims)));
        for (int i = 0; i < x.size(); i++) {
            x.set(i, dtype == DType.BOOL ? random.nextInt(2) : (long) random.nextInt());
        }
        return x;
    }

    private static List<Tensor> run(Op op, Workers workers, List<@Nullable Tensor> in) {
        List<Operands.@Nullable Operand> operands = new ArrayList<>();
        for (int i = 0; i < in.size(); i++) {
            Tensor value = in.get(i);
            boolean known = op.parameters().contains(i);
            operands.add(value == null ? null : new Operands.Operand(value.type(), known ? value : null));
        }
        Operands known = Operands.of(operands);
        List<Tensor> out = op.infer(known).stream().map(Tensor::zeros).toList();
        CpuKernels.prepare(op, known).run(in, new ArrayList<>(out), workers);
        return out;
    }

    /**
     * Checks both engines' results.
     *
     * @param ulps how many units in the last place an element may be off
     * @param absolute how much it may be off besides
     */
    private static void check(double ulps, double absolute, Op op, @Nullable Tensor... operands) {
        List<@Nullable Tensor> in = Arrays.asList(operands);
        List<Tensor> wanted = Reference.evaluate(op, in);
        List<Tensor> found = run(op, BACKWARDS, in);
        List<Tensor> again;
        try (WorkerPool pool = new WorkerPool(3)) {
            again = run(op, pool, in);
        }
        for (int i = 0; i < wanted.size(); i++) {
            assertThat(same(again.get(i), found.get(i)))
                    .as("%s: result %d is the same on threads", op, i)
                    .isTrue();
            assertThat(found.get(i).type()).isEqualTo(wanted.get(i).type());
            for (int k = 0; k < wanted.get(i).size(); k++) {
                compare(ulps, absolute, op, wanted.get(i), found.get(i), k);
            }
        }
    }

    /** Equal bits, but for those of NaN, which the virtual machine may choose. */
    private static boolean same(Tensor a, Tensor b) {
        return a.dtype() == DType.FLOAT32 ? Arrays.equals(a.floats(), b.floats()) : a.sameBits(b);
    }

    private static void compare(double ulps, double absolute, Op op, Tensor wanted, Tensor found, int index) {
        if (wanted.dtype() != DType.FLOAT32) {
            assertThat(found.longAt(index)).as("%s at %d", op, index).isEqualTo(wanted.longAt(index));
            return;
        }
        float w = wanted.floats()[index];
        float f = found.floats()[index];
        boolean equal = w == f || (Float.isNaN(w) && Float.isNaN(f));
        if (!equal && !(Math.abs((double) w - f) <= ulps * Math.ulp(w) + absolute)) {
            assertThat(f).as("%s at %d", op, index).isEqualTo(w);
        }
    }

    /** Functions that are composed of others add up their errors; near 0 the sum counts in units of its terms. */
    static Stream<Activation> activations() {
        return Stream.of(
                new Activation.Relu(),
                new Activation.LeakyRelu(0.1f),
                new Activation.Elu(1.3f),
                new Activation.Selu(1.673f, 1.051f),
                new Activation.Celu(0.7f),
                new Activation.Celu(-0.7f),
                new Activation.Clip(-1, 6),
                new Activation.Clip(Float.NEGATIVE_INFINITY, 3),
                new Activation.Sigmoid(),
                new Activation.HardSigmoid(0.2f, 0.5f),
                new Activation.HardSwish(),
                new Activation.Tanh(),
                new Activation.Softplus(),
                new Activation.Softsign(),
                new Activation.Gelu(false),
                new Activation.Mish(),
                new Activation.Swish(1.702f),
                new Activation.ThresholdedRelu(0.5f),
                new Activation.Shrink(0.5f, 1));
    }

    @ParameterizedTest
    @MethodSource
    void activations(Activation function) {
        // an argument of size 100 that is rounded once moves an exponential by 50 ulp; the tail of Gelu loses digits
        double ulps = function instanceof Activation.Swish ? 60 : 6;
        double absolute = function instanceof Activation.Gelu ? 0x1p-20 : 0x1p-23;
        for (int size : new int[] {0, 1, 7, 1000, 40_001}) {
            check(ulps, absolute, new Activate(function), floats(size));
        }
    }

    @Test
    void geluTanh() {
        // the argument of the exponential is cubic in x and rounded several times
        check(6, 0x1p-19, new Activate(new Activation.Gelu(true)), floats(5000));
    }

    @ParameterizedTest
    @EnumSource
    void unary(Unary.Function function) {
        // 2 ulp are the errors of the float polynomials; everything else is the reference's own double formula
        Tensor x = function == Unary.Function.NOT ? integers(DType.BOOL, 3, 7) : floats(5, 7001);
        check(2, 0, new Unary(function), x);
    }

    @ParameterizedTest
    @EnumSource
    void binary(Binary.Function function) {
        boolean logic =
                switch (function) {
                    case AND, OR, XOR -> true;
                    case ADD, SUB, MUL, DIV, POW, MOD, FMOD, MIN, MAX -> false;
                    case EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> false;
                };
        for (int[][] shapes : BROADCASTS) {
            if (logic) {
                check(0, 0, new Binary(function), integers(DType.BOOL, shapes[0]), integers(DType.BOOL, shapes[1]));
            } else {
                // a double result of two floats, rounded, is what float arithmetic gives
                check(0, 0, new Binary(function), floats(shapes[0]), floats(shapes[1]));
            }
        }
        for (DType dtype : logic ? new DType[0] : new DType[] {DType.INT64, DType.INT32, DType.INT8, DType.UINT8}) {
            check(0, 0, new Binary(function), integers(dtype, 3, 1, 5), integers(dtype, 4, 1));
        }
    }

    @Test
    void pRelu() {
        for (int[][] shapes : BROADCASTS) {
            if (Shape.broadcast(Shape.of(shapes[0]), Shape.of(shapes[1])).equals(Shape.of(shapes[0]))) {
                check(0, 0, new PRelu(), tame(shapes[0]), tame(shapes[1]));
            }
        }
        check(0, 0, new PRelu(), integers(DType.INT32, 2, 3), integers(DType.INT32, 3));
    }

    @Test
    void where() {
        for (int[][] shapes : BROADCASTS) {
            check(0, 0, new Where(), integers(DType.BOOL, shapes[0]), floats(shapes[1]), floats(1));
            check(0, 0, new Where(), integers(DType.BOOL, 1), floats(shapes[1]), floats(shapes[0]));
        }
        check(0, 0, new Where(), integers(DType.BOOL, 3, 1), integers(DType.INT64, 2), integers(DType.INT64, 3, 2));
    }

    @ParameterizedTest
    @EnumSource
    void cast(ElementType to) {
        for (DType from : DType.values()) {
            Tensor x = from == DType.FLOAT32 ? floats(3, 7001) : integers(from, 3, 101);
            check(0, 0, new Cast(to), x);
        }
    }

    @Test
    void softmax() {
        int[][] shapes = {{1}, {7}, {3, 1000}, {2, 13, 5, 3}, {2, 0, 3}, {64, 10}, {1, 3, 130, 131}};
        for (int[] shape : shapes) {
            for (int axis = -shape.length; axis < shape.length; axis++) {
                // the shift by the greatest element is rounded: half an ulp of up to 40, in units of the power
                check(40, 0, new Softmax(axis, false, false), tame(shape));
                check(40, 0, new Softmax(axis, false, true), tame(shape));
                // cancellation near a result of 0 is in units of the elements
                check(2, 0x1p-20, new Softmax(axis, true, false), tame(shape));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void reduce(Reduce.Function function) {
        int[][] shapes = {{}, {7}, {0, 3}, {3, 0}, {2, 5, 3}, {2, 3, 4, 5}, {1, 37, 1, 41}, {300, 200}};
        for (int[] shape : shapes) {
            for (int chosen = 0; chosen < 1 << shape.length; chosen++) {
                long[] axes = axes(shape.length, chosen);
                Tensor x = tame(shape);
                // both add in double precision, in one order
                check(1, 0, new Reduce(function, chosen % 2 == 0, chosen % 3 == 0), x, Tensor.vector(axes));
            }
        }
        check(0, 0, new Reduce(function, true, false), integers(DType.INT32, 3, 4), Tensor.vector(1));
        check(1, 0, new Reduce(function, true, false), floats(50, 7), Tensor.vector(1));
    }

    private static long[] axes(int rank, int chosen) {
        return LongStream.range(0, rank).filter(i -> (chosen >> i & 1) == 1).toArray();
    }

    @Test
    void argReduce() {
        for (int[] shape : new int[][] {{1}, {9}, {4, 7, 3}, {70, 301}}) {
            for (int axis = 0; axis < shape.length; axis++) {
                for (int flags = 0; flags < 8; flags++) {
                    ArgReduce op = new ArgReduce((flags & 1) == 0, axis, (flags & 2) == 0, (flags & 4) == 0);
                    check(0, 0, op, floats(shape));
                    check(0, 0, op, integers(DType.UINT8, shape));
                }
            }
        }
    }

    @Test
    void quantises() {
        for (DType to : new DType[] {DType.UINT8, DType.INT8}) {
            check(0, 0, new QuantizeLinear(1, 0, to), floats(5, 7001), scales(), integers(to));
            check(0, 0, new QuantizeLinear(1, 0, to), floats(2, 3, 61, 93), scales(3), integers(to, 3));
            check(0, 0, new QuantizeLinear(-1, 0, to), floats(7, 13), scales(13));
            check(0, 0, new QuantizeLinear(0, 0, to), floats(0, 13), scales(0));
            check(0, 0, new QuantizeLinear(0, 3, to), floats(7, 5), scales(3, 5), integers(to, 3, 5));
            check(0, 0, new DequantizeLinear(1, 0), integers(to, 2, 3, 61, 93), scales(3), integers(to, 3));
            check(0, 0, new DequantizeLinear(1, 0), integers(to, 5, 7001), scales(1), integers(to, 1));
            check(0, 0, new DequantizeLinear(1, 2), integers(to, 2, 7), scales(2, 4));
        }
        check(0, 0, new DequantizeLinear(0, 0), integers(DType.INT32, 7, 3), scales(7));
        check(0, 0, new DynamicQuantizeLinear(), tame(3, 7001));
        check(0, 0, new DynamicQuantizeLinear(), Tensor.zeros(TensorType.float32(Shape.of(5))));
        check(0, 0, new DynamicQuantizeLinear(), tame(0));
    }

    @Test
    void integerMatrices() {
        DType u8 = DType.UINT8;
        DType i8 = DType.INT8;
        MatMulInteger op = new MatMulInteger();
        check(0, 0, op, integers(u8, 7, 13), integers(i8, 13, 5));
        check(0, 0, op, integers(u8, 70, 65), integers(u8, 65, 130), integers(u8, 70), integers(u8, 130));
        check(0, 0, op, integers(i8, 4, 1, 3, 5), integers(u8, 2, 5, 3), integers(i8), integers(u8, 1, 3));
        check(0, 0, op, integers(i8, 2, 3, 5), integers(i8, 2, 5, 3), integers(i8, 2, 3, 1), integers(i8, 2, 1, 3));
        check(0, 0, op, integers(i8, 5), integers(i8, 2, 5, 3));
        check(0, 0, op, integers(i8, 2, 3, 5), integers(i8, 5));
        check(0, 0, op, integers(i8, 3, 0), integers(i8, 0, 4));
        QLinearMatMul q = new QLinearMatMul();
        check(
                0,
                0,
                q,
                integers(u8, 7, 13),
                scales(),
                integers(u8),
                integers(i8, 13, 5),
                scales(),
                integers(i8),
                scales(),
                integers(u8));
        check(
                0,
                0,
                q,
                integers(u8, 2, 7, 13),
                scales(7),
                integers(u8, 7),
                integers(i8, 13, 5),
                scales(5),
                integers(i8, 5),
                scales(7),
                integers(i8, 7));
        check(
                0,
                0,
                q,
                integers(u8, 2, 7, 13),
                scales(2, 7, 1),
                integers(u8, 1),
                integers(i8, 13, 5),
                scales(1, 5),
                integers(i8),
                scales(),
                integers(i8));
    }

    @Test
    void exactMatrices() {
        for (DType dtype : new DType[] {DType.INT32, DType.INT64}) {
            check(0, 0, new MatMul(), integers(dtype, 2, 3, 4), integers(dtype, 4, 5));
            check(
                    0,
                    0,
                    new Gemm(1, 1, true, false, Epilogue.NONE),
                    integers(dtype, 4, 3),
                    integers(dtype, 4, 5),
                    integers(dtype, 5));
        }
    }
}
