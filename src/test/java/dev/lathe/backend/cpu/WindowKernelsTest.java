package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.RandomTensors;
import dev.lathe.Tolerance;
import dev.lathe.backend.reference.Reference;
import dev.lathe.error.ShapeException;
import dev.lathe.op.ConvInteger;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.MaxPoolGradient;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.op.Padding;
import dev.lathe.op.Pool;
import dev.lathe.op.QLinearConv;
import dev.lathe.op.Window;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A seeded sweep of geometries: CPU kernels against the reference. */
class WindowKernelsTest {
    private static final int CASES = 150;
    private final Random random = new Random(2024);

    private int from(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    private List<Integer> list(int rank, int least, int most) {
        return Stream.generate(() -> from(least, most)).limit(rank).toList();
    }

    private Window window(int rank, List<Integer> kernel) {
        Padding padding =
                switch (from(0, 5)) {
                    case 0 -> new Padding.SameUpper();
                    case 1 -> new Padding.SameLower();
                    case 2 -> new Padding.Valid();
                    default -> new Padding.Explicit(list(rank, 0, 3), list(rank, 0, 3));
                };
        return new Window(kernel, list(rank, 1, 3), list(rank, 1, 2), padding);
    }

    private static Shape shape(int n, int c, List<Integer> spatial) {
        List<Integer> dims = new ArrayList<>(List.of(n, c));
        dims.addAll(spatial);
        return Shape.of(dims);
    }

    private static boolean fits(Op op, List<Tensor> in) {
        try {
            op.infer(Splits.types(in));
            return true;
        } catch (ShapeException _) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void pools(Pool.Kind kind) {
        int run = 0;
        for (int i = 0; i < CASES; i++) {
            int rank = from(1, 3);
            Window window = window(rank, list(rank, 1, 4));
            Pool op = new Pool(
                    kind, window, random.nextBoolean(), random.nextBoolean(), from(1, 3), random.nextBoolean());
            DType dtype = kind == Pool.Kind.MAX
                    ? List.of(DType.FLOAT32, DType.INT8, DType.UINT8).get(from(0, 2))
                    : DType.FLOAT32;
            Tensor x = RandomTensors.of(random, dtype, shape(from(0, 2), from(1, 3), list(rank, 1, 19)));
            if (!fits(op, List.of(x))) {
                continue;
            }
            run++;
            checkPool(op, x);
        }
        assertThat(run).isGreaterThan(CASES / 2);
    }

    /** At most 64 numbers of at most 1 are added, then divided or a root is taken. */
    private static void checkPool(Pool op, Tensor x) {
        List<Tensor> expected = Reference.evaluate(op, List.of(x));
        Kernel kernel = PoolKernels.pool(op, Splits.types(List.of(x)));
        List<Tensor> actual = Splits.run(kernel, op, List.of(x));
        for (int i = 0; i < expected.size(); i++) {
            Tolerance.assertClose(actual.get(i), expected.get(i), 64 + 4, 1);
        }
        Tensor alone = Tensor.zeros(expected.getFirst().type());
        kernel.run(List.of(x), List.of(alone), Splits.ONE);
        Tolerance.assertClose(alone, expected.getFirst(), 64 + 4, 1);
    }

    @Test
    void gradientsOfMaxima() {
        int run = 0;
        for (int i = 0; i < CASES; i++) {
            int rank = from(1, 3);
            MaxPoolGradient op = new MaxPoolGradient(window(rank, list(rank, 1, 4)), random.nextBoolean());
            Pool pool = new Pool(Pool.Kind.MAX, op.window(), op.ceil(), false, 0, false);
            Tensor x = RandomTensors.of(random, DType.FLOAT32, shape(from(0, 2), from(1, 3), list(rank, 1, 19)));
            if (!fits(pool, List.of(x))) {
                continue;
            }
            run++;
            Tensor indices = Reference.evaluate(pool, List.of(x)).get(1);
            Tensor field = RandomTensors.of(random, DType.FLOAT32, indices.shape());
            Tensor shape =
                    Tensor.vector(Arrays.stream(x.shape().dims()).asLongStream().toArray());
            List<Tensor> in = List.of(field, indices, shape);
            Tensor actual = Splits.run(MaxPoolGradientKernel.of(Operands.ofValues(List.copyOf(in))), op, in)
                    .getFirst();
            // of at most 64 windows that see a position
            Tolerance.assertClose(
                    actual, Reference.evaluate(op, List.copyOf(in)).getFirst(), 64, 64);
        }
        assertThat(run).isGreaterThan(CASES / 2);
    }

    @Test
    void maxPassesNotANumberOn() {
        Tensor x = RandomTensors.floats(random, 1, 2, 9, 11);
        x.floats()[40] = Float.NaN;
        x.floats()[120] = Float.NaN;
        checkPool(new Pool(Pool.Kind.MAX, Window.of(3, 3), false, false, 0, false), x);
    }

    @ParameterizedTest
    @EnumSource
    void globalPools(Pool.Kind kind) {
        for (int p = 1; p <= 3; p++) {
            GlobalPool op = new GlobalPool(kind, p);
            Tensor x = RandomTensors.floats(random, 2, 5, 7, 13);
            Kernel kernel = PoolKernels.globalPool(op, Splits.types(List.of(x)));
            // Sums are in double precision, so that one rounding and that of the root's argument remain.
            Tolerance.assertClose(
                    Splits.run(kernel, op, List.of(x)).getFirst(),
                    Reference.evaluate(op, List.of(x)).getFirst(),
                    2,
                    7 * 13);
        }
    }

    @Test
    void transposedConvolutions() {
        int run = 0;
        for (int i = 0; i < CASES; i++) {
            int rank = from(1, 3);
            int groups = from(1, 3);
            Window window = window(rank, List.of());
            List<Integer> extra = random.nextBoolean() ? List.of() : list(rank, 0, 1);
            List<Integer> target = from(0, 3) == 0 ? list(rank, 1, 12) : List.of();
            ConvTranspose op = new ConvTranspose(window, groups, extra, target);
            Tensor x =
                    RandomTensors.of(random, DType.FLOAT32, shape(from(0, 2), groups * from(1, 3), list(rank, 1, 7)));
            Tensor w = RandomTensors.of(random, DType.FLOAT32, shape(x.shape().dim(1), from(1, 3), list(rank, 1, 4)));
            Tensor bias = RandomTensors.floats(random, w.shape().dim(1) * groups);
            List<Tensor> in = random.nextBoolean() ? List.of(x, w) : List.of(x, w, bias);
            if (!fits(op, in)) {
                continue;
            }
            run++;
            Tensor actual = Splits.run(ConvTransposeKernel.of(op, Splits.types(in)), op, new ArrayList<>(in))
                    .getFirst();
            Tensor magnitude = Reference.evaluate(
                            op,
                            new ArrayList<>(
                                    in.stream().map(RandomTensors::absolute).toList()))
                    .getFirst();
            // A product and an addition for each channel of the group and kernel element, and the bias.
            int roundings = 2 * (w.size() / w.shape().dim(1) / groups) + 2;
            Tolerance.assertClose(
                    actual, Reference.evaluate(op, new ArrayList<>(in)).getFirst(), roundings, magnitude);
        }
        assertThat(run).isGreaterThan(CASES / 2);
    }

    @Test
    void integerConvolutionsAreExact() {
        int run = 0;
        for (int i = 0; i < CASES; i++) {
            int rank = from(1, 3);
            int groups = from(1, 3);
            Window window = window(rank, List.of());
            DType xType = random.nextBoolean() ? DType.UINT8 : DType.INT8;
            DType wType = random.nextBoolean() ? DType.UINT8 : DType.INT8;
            Tensor x = RandomTensors.of(random, xType, shape(from(0, 2), groups * from(1, 3), list(rank, 1, 15)));
            Tensor w = RandomTensors.of(
                    random, wType, shape(groups * from(1, 3), x.shape().dim(1) / groups, list(rank, 1, 4)));
            Shape perFilter =
                    random.nextBoolean() ? Shape.SCALAR : Shape.of(w.shape().dim(0));
            Tensor xZero = RandomTensors.of(random, xType, Shape.SCALAR);
            Tensor wZero = RandomTensors.of(random, wType, perFilter);
            ConvInteger plain = new ConvInteger(window, groups);
            List<Tensor> in = List.of(x, w, xZero, wZero).subList(0, from(2, 4));
            if (!fits(plain, in)) {
                continue;
            }
            run++;
            checkExact(plain, in, IntegerConvKernels.convInteger(plain, known(in)));
            checkExact(plain, in, IntegerConvKernels.convInteger(plain, Splits.types(in)));
            QLinearConv op = new QLinearConv(window, groups);
            DType yType = random.nextBoolean() ? DType.UINT8 : DType.INT8;
            Tensor wScale = RandomTensors.absolute(RandomTensors.of(random, DType.FLOAT32, perFilter));
            Tensor yZero = RandomTensors.of(random, yType, Shape.SCALAR);
            Tensor bias =
                    RandomTensors.of(random, DType.INT32, Shape.of(w.shape().dim(0)));
            List<Tensor> all =
                    List.of(x, Tensor.scalar(0.07f), xZero, w, wScale, wZero, Tensor.scalar(40f), yZero, bias);
            List<Tensor> some = all.subList(0, from(8, 9));
            checkExact(op, some, IntegerConvKernels.qLinearConv(op, known(some)));
            checkExact(op, some, IntegerConvKernels.qLinearConv(op, Splits.types(some)));
        }
        assertThat(run).isGreaterThan(CASES / 2);
    }

    private static Operands known(List<Tensor> in) {
        return Operands.ofValues(new ArrayList<>(in));
    }

    private static void checkExact(Op op, List<Tensor> in, Kernel kernel) {
        Tensor expected = Reference.evaluate(op, new ArrayList<>(in)).getFirst();
        Tensor actual = Splits.run(kernel, op, new ArrayList<>(in)).getFirst();
        assertThat(actual.type()).isEqualTo(expected.type());
        assertThat(actual.sameBits(expected))
                .as("%s of %s", op, in.stream().map(Tensor::type).toList())
                .isTrue();
    }

    @Test
    void ordinaryLayers() {
        Padding one = new Padding.Explicit(List.of(1, 1), List.of(1, 1));
        Tensor x = Tensor.zeros(TensorType.float32(Shape.of(2, 8, 56, 57)));
        for (int i = 0; i < x.size(); i++) {
            x.floats()[i] = random.nextFloat();
        }
        for (int kernel = 1; kernel <= 4; kernel++) {
            for (Pool.Kind kind : List.of(Pool.Kind.MAX, Pool.Kind.AVERAGE)) {
                Window window = new Window(List.of(kernel, kernel), List.of(2, 2), List.of(), one);
                checkPool(new Pool(kind, window, true, true, 0, false), x);
            }
        }
    }
}
