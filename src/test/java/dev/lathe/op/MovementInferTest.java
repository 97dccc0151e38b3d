package dev.lathe.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lathe.error.LimitException;
import dev.lathe.error.ShapeException;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MovementInferTest {
    private static final long[] HOSTILE = {
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        Integer.MIN_VALUE - 1L,
        Integer.MIN_VALUE,
        -7,
        -2,
        -1,
        0,
        1,
        2,
        3,
        1 << 16,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE + 1L,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE
    };
    private static final List<Shape> SHAPES = List.of(
            Shape.SCALAR,
            Shape.of(0),
            Shape.of(3),
            Shape.of(2, 3),
            Shape.of(1, 4, 2, 2),
            Shape.of(0, 4, 2, 2),
            Shape.of(1 << 15, 1 << 15),
            Shape.of(0, 1 << 30, 1 << 30),
            Shape.of(Shape.MOST));

    /** Operands of which the first has only a type, as data have, and the others have values. */
    private static Operands data(Shape x, Tensor... parameters) {
        List<Operands.Operand> operands = new ArrayList<>();
        operands.add(new Operands.Operand(TensorType.float32(x), null));
        for (Tensor parameter : parameters) {
            operands.add(parameter == null ? null : new Operands.Operand(parameter.type(), parameter));
        }
        return Operands.of(operands);
    }

    private static Operands types(Shape... shapes) {
        return Operands.ofTypes(Arrays.stream(shapes).map(TensorType::float32).toArray(TensorType[]::new));
    }

    private static Operands indices(Shape x, DType dtype, Shape indices) {
        return Operands.ofTypes(TensorType.float32(x), new TensorType(dtype, indices));
    }

    private static Operands scalars(Tensor... values) {
        return Operands.ofValues(Arrays.asList(values));
    }

    private static Tensor v(long... values) {
        return Tensor.vector(values);
    }

    private static Shape s(int... dims) {
        return Shape.of(dims);
    }

    static Stream<Arguments> good() {
        return Stream.of(
                arguments(new Concat(1), types(s(2, 3), s(2, 0), s(2, 4)), s(2, 7)),
                arguments(new Concat(-1), types(s(2, 3)), s(2, 3)),
                arguments(new DepthToSpace(2, false), types(s(1, 8, 2, 3)), s(1, 2, 4, 6)),
                arguments(new SpaceToDepth(2), types(s(1, 2, 4, 6)), s(1, 8, 2, 3)),
                arguments(new Expand(), data(s(3, 1), v(2, 1, 6)), s(2, 3, 6)),
                arguments(new Expand(), data(s(3, 4), v(1)), s(3, 4)),
                arguments(new Expand(), data(s(3, 1), v(3, 0)), s(3, 0)),
                arguments(new Flatten(0), types(s(2, 3)), s(1, 6)),
                arguments(new Flatten(2), types(s(2, 3)), s(6, 1)),
                arguments(new Flatten(-1), types(s(2, 3, 4)), s(6, 4)),
                arguments(new Flatten(0), types(Shape.SCALAR), s(1, 1)),
                arguments(new Gather(1), indices(s(5, 4, 3), DType.INT64, s(1, 2)), s(5, 1, 2, 3)),
                arguments(new Gather(-1), indices(s(5, 4), DType.INT32, Shape.SCALAR), s(5)),
                arguments(new GatherElements(1), indices(s(3, 4), DType.INT64, s(2, 9)), s(2, 9)),
                arguments(new Identity(), types(s(2, 3)), s(2, 3)),
                arguments(new Pad(Pad.Mode.CONSTANT), data(s(2, 3), v(1, -1, 0, 2)), s(3, 4)),
                arguments(new Pad(Pad.Mode.EDGE), data(s(2, 3), v(1, 2), null, v(-1)), s(2, 6)),
                arguments(new Reshape(false), data(s(2, 3, 4), v(0, -1)), s(2, 12)),
                arguments(new Reshape(true), data(s(0, 3), v(3, 0)), s(3, 0)),
                arguments(new Reshape(false), data(s(1), v()), Shape.SCALAR),
                arguments(new ShapeOf(1, Integer.MAX_VALUE), types(s(2, 3, 4)), s(2)),
                arguments(new ShapeOf(-1, -3), types(s(2, 3, 4)), s(0)),
                arguments(new SizeOf(), types(s(2, 3)), Shape.SCALAR),
                arguments(new Slice(), data(s(10, 5), v(1, 0), v(Long.MAX_VALUE, -1)), s(9, 4)),
                arguments(new Slice(), data(s(10), v(-1), v(Long.MIN_VALUE), v(0), v(-3)), s(4)),
                arguments(new Slice(), data(s(10), v(3), v(3)), s(0)),
                arguments(new Slice(), data(s(10), v(9), v(0), v(-1), v(Long.MIN_VALUE)), s(1)),
                // a walk backwards begins at the first element at the earliest, unlike in numpy
                arguments(new Slice(), data(s(2), v(-8), v(-9), v(0), v(-1)), s(1)),
                arguments(new Slice(), data(s(0), v(-8), v(-9), v(0), v(-1)), s(0)),
                arguments(new Split(0, 2), data(s(5, 2)), s(3, 2)),
                arguments(new Split(1, 2), data(s(5, 4), v(1, 3)), s(5, 1)),
                arguments(new Squeeze(), data(s(1, 3, 1)), s(3)),
                arguments(new Squeeze(), data(s(1, 3, 1), v(-1)), s(1, 3)),
                arguments(new Unsqueeze(), data(s(3), v(-1, 0)), s(1, 3, 1)),
                arguments(new Tile(), data(s(2, 3), v(2, 0)), s(4, 0)),
                arguments(new Transpose(List.of()), types(s(2, 3, 4)), s(4, 3, 2)),
                arguments(new Transpose(List.of(1, 2, 0)), types(s(2, 3, 4)), s(3, 4, 2)),
                arguments(new ConstantOfShape(Tensor.scalar(1f)), scalars(v(2, 0)), s(2, 0)),
                arguments(new ConstantOfShape(Tensor.scalar(1f)), scalars(v()), Shape.SCALAR),
                arguments(new Range(), scalars(Tensor.scalar(1L), Tensor.scalar(10L), Tensor.scalar(3L)), s(3)),
                arguments(new Range(), scalars(Tensor.scalar(1f), Tensor.scalar(-1f), Tensor.scalar(-0.75f)), s(3)),
                arguments(new Range(), scalars(Tensor.scalar(5L), Tensor.scalar(1L), Tensor.scalar(1L)), s(0)),
                arguments(
                        new Range(),
                        scalars(
                                Tensor.scalar(Long.MAX_VALUE),
                                Tensor.scalar(Long.MIN_VALUE),
                                Tensor.scalar(Long.MIN_VALUE)),
                        s(2)));
    }

    @ParameterizedTest
    @MethodSource("good")
    void tellsTheShape(Op op, Operands operands, Shape expected) {
        assertThat(op.infer(operands).getFirst().shape()).isEqualTo(expected);
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                arguments(new Concat(2), types(s(2, 3)), "axis 2"),
                arguments(new Concat(0), types(), "operands"),
                arguments(new Concat(0), types(s(2, 3), s(2, 4)), "operand 1 is [2, 4], wanted extent 3 on axis 1"),
                arguments(new Concat(0), indices(s(2), DType.INT64, s(2)), "operand 1 is int64[2], operand 0 float32"),
                arguments(new DepthToSpace(0, false), types(s(1, 8, 2, 3)), "block size"),
                arguments(new DepthToSpace(Integer.MAX_VALUE, true), types(s(1, 8, 2, 3)), "divisible"),
                arguments(new DepthToSpace(2, false), types(s(8, 2, 3)), "rank 4"),
                arguments(new SpaceToDepth(2), types(s(1, 8, 2, 3)), "divisible by 2"),
                arguments(new Expand(), data(s(3), v(2)), "does not broadcast to [2]"),
                arguments(new Expand(), data(s(1), v(-1)), "does not broadcast"),
                arguments(new Expand(), types(s(3), s(1)), "operand 1 has type"),
                arguments(new Flatten(3), types(s(2, 3)), "axis 3"),
                arguments(new Flatten(Integer.MIN_VALUE), types(s(2, 3)), "axis -2147483648"),
                arguments(new Gather(0), indices(Shape.SCALAR, DType.INT64, s(1)), "axis 0"),
                arguments(new Gather(0), types(s(2), s(1)), "operand 1 has type"),
                arguments(new GatherElements(0), indices(s(2, 3), DType.INT64, s(2)), "wanted the rank"),
                arguments(new GatherElements(0), indices(s(2, 3), DType.INT64, s(2, 4)), "on axis 1"),
                arguments(new Identity(), types(s(2), s(2)), "operands"),
                arguments(new Pad(Pad.Mode.CONSTANT), data(s(2, 3), v(1)), "1 entries for 2 axes"),
                arguments(new Pad(Pad.Mode.CONSTANT), data(s(2), v(-2, -1)), "crop more than axis 0"),
                arguments(new Pad(Pad.Mode.REFLECT), data(s(0), v(1, 0)), "no element of axis 0"),
                arguments(new Pad(Pad.Mode.EDGE), data(s(2, 3), v(0, 0, 0, 0), null, v(1, -1)), "named twice"),
                arguments(new Pad(Pad.Mode.CONSTANT), data(s(2), v(0, 1), v(1)), "operand 2 is int64"),
                arguments(new Pad(Pad.Mode.CONSTANT), data(s(2), v(Long.MIN_VALUE, 0)), "-9223372036854775808"),
                arguments(new Reshape(false), data(s(6), v(-1, -1)), "more than one -1"),
                arguments(new Reshape(false), data(s(6), v(4, -1)), "leaves no extent"),
                arguments(new Reshape(false), data(s(6), v(4, 2)), "another size"),
                arguments(new Reshape(false), data(s(6), v(6, 0)), "keeps axis 1"),
                arguments(new Reshape(true), data(s(6), v(0, -1)), "leaves no extent"),
                arguments(new Reshape(false), data(s(6), v(-2)), "extent -2"),
                arguments(
                        new Reshape(false),
                        indices(s(6), DType.INT64, s(1)),
                        "operand 1 (shape) must be known before the run"),
                arguments(new Slice(), data(s(6), v(0), v(1, 2)), "1 starts, but 2 ends"),
                arguments(new Slice(), data(s(6), v(0), v(1), v(0), v(0)), "step of axis 0 is 0"),
                arguments(new Slice(), data(s(6, 6), v(0, 0), v(1, 1), v(1, -1)), "named twice"),
                arguments(new Slice(), data(s(6), v(0), v(1), v(Long.MAX_VALUE)), "axis 9223372036854775807"),
                arguments(new Slice(), data(s(6), v(0, 0), v(1, 1)), "2 axes of a tensor of rank 1"),
                arguments(new Split(0, 2), data(s(5), v(2, 4)), "[2, 4] for an extent of 5"),
                arguments(new Split(0, 2), data(s(5), v(Long.MAX_VALUE, 7)), "for an extent of 5"),
                arguments(new Split(0, 2), data(s(5), v(2, 2)), "leaves 1 of 5"),
                arguments(new Split(0, 3), data(s(5), v(2, 3)), "2 entries for 3 results"),
                arguments(new Split(0, Integer.MAX_VALUE), data(s(5)), "cannot cut"),
                arguments(new Split(0, 0), data(s(5)), "at least one"),
                arguments(new Squeeze(), data(s(2, 1), v(0)), "is not 1"),
                arguments(new Unsqueeze(), data(s(2), v(0, 0)), "named twice"),
                arguments(new Unsqueeze(), data(s(2), v(2)), "axis 2"),
                arguments(new Tile(), data(s(2), v(1, 1)), "2 entries"),
                arguments(new Tile(), data(s(2), v(-1)), "entry -1"),
                arguments(new Transpose(List.of(0, 0)), types(s(2, 3)), "no permutation"),
                arguments(new Transpose(List.of(0, Integer.MAX_VALUE)), types(s(2, 3)), "no permutation"),
                arguments(new Transpose(List.of(0)), types(s(2, 3)), "does not fit"),
                arguments(new ConstantOfShape(Tensor.vector(1, 2)), scalars(v(2)), "one element"),
                arguments(new ConstantOfShape(Tensor.scalar(1f)), scalars(v(-1)), "extent -1"),
                arguments(new Range(), scalars(Tensor.scalar(1L), Tensor.scalar(2L), Tensor.scalar(0L)), "by 0"),
                arguments(
                        new Range(),
                        scalars(Tensor.scalar(1f), Tensor.scalar(Float.NaN), Tensor.scalar(1f)),
                        "cannot count"),
                arguments(new Range(), scalars(Tensor.scalar(1f), Tensor.scalar(2L), Tensor.scalar(1L)), "operand 1"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesWithTheReason(Op op, Operands operands, String reason) {
        assertThatThrownBy(() -> op.infer(operands))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining(reason);
    }

    static Stream<Arguments> huge() {
        return Stream.of(
                arguments(new Expand(), data(s(1), v(Long.MAX_VALUE))),
                arguments(new Flatten(1), types(s(0, 1 << 30, 1 << 30))),
                arguments(new Pad(Pad.Mode.CONSTANT), data(s(2), v(Integer.MAX_VALUE, Integer.MAX_VALUE))),
                arguments(new Pad(Pad.Mode.CONSTANT), data(s(2), v(Long.MAX_VALUE, 0))),
                arguments(new Reshape(true), data(s(0), v(0, Long.MAX_VALUE))),
                arguments(new Tile(), data(s(2, 2), v(1 << 16, 1 << 16))),
                arguments(new Tile(), data(s(2), v(Long.MAX_VALUE))),
                arguments(new ConstantOfShape(Tensor.scalar(1f)), scalars(v(1 << 16, 1 << 16))),
                arguments(
                        new Range(),
                        scalars(Tensor.scalar(Long.MIN_VALUE), Tensor.scalar(Long.MAX_VALUE), Tensor.scalar(1L))),
                arguments(new Range(), scalars(Tensor.scalar(0f), Tensor.scalar(1f), Tensor.scalar(1e-30f))));
    }

    @ParameterizedTest
    @MethodSource("huge")
    void refusesWhatNoTensorCanHold(Op op, Operands operands) {
        assertThatThrownBy(() -> op.infer(operands)).isInstanceOf(LimitException.class);
    }

    @Test
    void hostileParametersEndInARefusalOrAShape() {
        Random random = new Random(20);
        int shapes = 0;
        int refusals = 0;
        for (int i = 0; i < 60_000; i++) {
            Shape x = SHAPES.get(random.nextInt(SHAPES.size()));
            Operands operands = hostileOperands(random, x);
            Op op = hostileOp(random);
            try {
                op.infer(operands)
                        .forEach(type -> assertThat(type.shape().size()).isNotNegative());
                shapes++;
            } catch (ShapeException | LimitException e) {
                assertThat(e).hasMessageContaining(" ");
                refusals++;
            }
        }
        assertThat(shapes).isGreaterThan(1000);
        assertThat(refusals).isGreaterThan(1000);
    }

    private static Operands hostileOperands(Random random, Shape x) {
        Tensor[] parameters = new Tensor[random.nextInt(5)];
        int length = random.nextInt(2 * x.rank() + 2);
        for (int k = 0; k < parameters.length; k++) {
            long[] values = new long[random.nextInt(4) == 0 ? random.nextInt(4) : length];
            for (int j = 0; j < values.length; j++) {
                values[j] = HOSTILE[random.nextInt(HOSTILE.length)];
            }
            parameters[k] = random.nextInt(5) == 0 ? null : Tensor.vector(values);
        }
        return data(x, parameters);
    }

    private static Op hostileOp(Random random) {
        int number = (int) HOSTILE[2 + random.nextInt(HOSTILE.length - 5)];
        int other = (int) HOSTILE[2 + random.nextInt(HOSTILE.length - 5)];
        List<Op> ops = List.of(
                new Concat(number),
                new DepthToSpace(number, true),
                new SpaceToDepth(number),
                new Expand(),
                new Flatten(number),
                new Gather(number),
                new GatherElements(number),
                new Pad(Pad.Mode.values()[random.nextInt(4)]),
                new Reshape(random.nextBoolean()),
                new ShapeOf(number, other),
                new Slice(),
                new Split(number, other),
                new Squeeze(),
                new Unsqueeze(),
                new Tile(),
                new Transpose(List.of(number, other)));
        return ops.get(random.nextInt(ops.size()));
    }
}
