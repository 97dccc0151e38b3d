package dev.lathe.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lathe.error.InputException;
import dev.lathe.op.Concat;
import dev.lathe.op.ConstantOfShape;
import dev.lathe.op.DepthToSpace;
import dev.lathe.op.Expand;
import dev.lathe.op.Flatten;
import dev.lathe.op.Gather;
import dev.lathe.op.GatherElements;
import dev.lathe.op.Identity;
import dev.lathe.op.Op;
import dev.lathe.op.Pad;
import dev.lathe.op.Range;
import dev.lathe.op.Reshape;
import dev.lathe.op.ShapeOf;
import dev.lathe.op.SizeOf;
import dev.lathe.op.Slice;
import dev.lathe.op.SpaceToDepth;
import dev.lathe.op.Split;
import dev.lathe.op.Squeeze;
import dev.lathe.op.Tile;
import dev.lathe.op.Transpose;
import dev.lathe.op.Unsqueeze;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Results worked out by hand on tensors that count 0, 1, 2... */
class MovesTest {
    private static Tensor count(int... dims) {
        Shape shape = Shape.of(dims);
        return Tensor.of(shape, LongStream.range(0, shape.size()).toArray());
    }

    private static Tensor t(Shape shape, long... values) {
        return Tensor.of(shape, values);
    }

    private static Tensor v(long... values) {
        return Tensor.vector(values);
    }

    private static Shape s(int... dims) {
        return Shape.of(dims);
    }

    private static List<Tensor> in(Tensor... operands) {
        return Arrays.asList(operands);
    }

    static Stream<Arguments> shuffles() {
        return Stream.of(
                arguments(new Concat(1), in(count(2, 2), count(2, 1)), t(s(2, 3), 0, 1, 0, 2, 3, 1)),
                arguments(new Concat(0), in(count(1, 2), count(0, 2), count(1, 2)), t(s(2, 2), 0, 1, 0, 1)),
                arguments(
                        new DepthToSpace(2, false),
                        in(count(1, 8, 1, 2)),
                        t(s(1, 2, 2, 4), 0, 4, 1, 5, 8, 12, 9, 13, 2, 6, 3, 7, 10, 14, 11, 15)),
                arguments(
                        new DepthToSpace(2, true),
                        in(count(1, 8, 1, 2)),
                        t(s(1, 2, 2, 4), 0, 2, 1, 3, 4, 6, 5, 7, 8, 10, 9, 11, 12, 14, 13, 15)),
                arguments(
                        new SpaceToDepth(2),
                        in(count(1, 2, 2, 4)),
                        t(s(1, 8, 1, 2), 0, 2, 8, 10, 1, 3, 9, 11, 4, 6, 12, 14, 5, 7, 13, 15)),
                arguments(new Expand(), in(count(2, 1), v(2, 1, 3)), t(s(2, 2, 3), 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1)),
                arguments(new Gather(0), in(count(3, 2), v(-1, 0)), t(s(2, 2), 4, 5, 0, 1)),
                arguments(new Gather(1), in(count(2, 3), t(s(1, 2), 2, 0)), t(s(2, 1, 2), 2, 0, 5, 3)),
                arguments(new Gather(0), in(count(3), Tensor.scalar(1L)), Tensor.scalar(1L)),
                arguments(new GatherElements(1), in(count(2, 2), t(s(2, 2), 0, 0, 1, 0)), t(s(2, 2), 0, 0, 3, 2)),
                arguments(new GatherElements(0), in(count(3, 2), t(s(1, 2), -1, 1)), t(s(1, 2), 4, 3)),
                arguments(
                        new Slice(),
                        in(count(3, 4), v(0, -1), v(2, Long.MIN_VALUE), v(0, 1), v(1, -2)),
                        t(s(2, 2), 3, 1, 7, 5)),
                arguments(new Slice(), in(count(3), v(1), v(-1), v(-1)), v(1)),
                arguments(new Tile(), in(count(2, 2), v(1, 2)), t(s(2, 4), 0, 1, 0, 1, 2, 3, 2, 3)),
                arguments(new Transpose(List.of()), in(count(2, 3)), t(s(3, 2), 0, 3, 1, 4, 2, 5)),
                arguments(new Transpose(List.of(1, 2, 0)), in(count(2, 1, 2)), t(s(1, 2, 2), 0, 2, 1, 3)));
    }

    static Stream<Arguments> views() {
        return Stream.of(
                arguments(new Identity(), in(count(2, 2)), count(2, 2)),
                arguments(new Flatten(1), in(count(2, 1, 2)), count(2, 2)),
                arguments(new Reshape(false), in(count(2, 2), v(-1, 1)), count(4, 1)),
                arguments(new Squeeze(), in(count(1, 2)), count(2)),
                arguments(new Unsqueeze(), in(count(2), v(0)), count(1, 2)));
    }

    static Stream<Arguments> borders() {
        Tensor five = Tensor.scalar(5L);
        return Stream.of(
                arguments(new Pad(Pad.Mode.CONSTANT), in(count(3), v(2, 1)), v(0, 0, 0, 1, 2, 0)),
                arguments(new Pad(Pad.Mode.CONSTANT), in(count(3), v(1, -1), five), v(5, 0, 1)),
                arguments(
                        new Pad(Pad.Mode.CONSTANT),
                        in(count(2, 2), v(1, 0), five, v(-1)),
                        t(s(2, 3), 5, 0, 1, 5, 2, 3)),
                arguments(new Pad(Pad.Mode.EDGE), in(count(3), v(2, 1)), v(0, 0, 0, 1, 2, 2)),
                arguments(new Pad(Pad.Mode.REFLECT), in(count(3), v(2, 1)), v(2, 1, 0, 1, 2, 1)),
                arguments(new Pad(Pad.Mode.REFLECT), in(count(3), v(-1, 5)), v(1, 2, 1, 2, 1, 2, 1)),
                arguments(new Pad(Pad.Mode.REFLECT), in(count(1), v(1, 2)), v(0, 0, 0, 0)),
                arguments(new Pad(Pad.Mode.WRAP), in(count(3), v(2, 4)), v(1, 2, 0, 1, 2, 0, 1, 2, 0)));
    }

    static Stream<Arguments> fills() {
        return Stream.of(
                arguments(new ShapeOf(0, Integer.MAX_VALUE), in(count(2, 3)), v(2, 3)),
                arguments(new ShapeOf(-1, 9), in(count(2, 3)), v(3)),
                arguments(new SizeOf(), in(count(2, 3)), Tensor.scalar(6L)),
                arguments(new ConstantOfShape(Tensor.vector(7)), in(v(1, 2)), t(s(1, 2), 7, 7)),
                arguments(
                        new Range(), in(Tensor.scalar(10L), Tensor.scalar(3L), Tensor.scalar(-3L)), v(10, 7, 4)));
    }

    @ParameterizedTest
    @MethodSource({"shuffles", "views", "borders", "fills"})
    void putsElementsInTheirPlaces(Op op, List<Tensor> operands, Tensor expected) {
        Tensor result = Reference.evaluate(op, operands).getFirst();
        assertThat(result.shape()).isEqualTo(expected.shape());
        assertThat(result.toLongs()).containsExactly(expected.toLongs());
    }

    @Test
    void splitsIntoUnevenParts() {
        List<Tensor> parts = Reference.evaluate(new Split(1, 2), in(count(2, 3)));
        assertThat(parts.get(0).toLongs()).containsExactly(0, 1, 3, 4);
        assertThat(parts.get(1).toLongs()).containsExactly(2, 5);
        assertThat(Reference.evaluate(new Split(0, 2), in(count(3), v(0, 3))).get(1).toLongs())
                .containsExactly(0, 1, 2);
    }

    @Test
    void countsInFloats() {
        Tensor result = Reference.evaluate(
                        new Range(), in(Tensor.scalar(1f), Tensor.scalar(2f), Tensor.scalar(0.375f)))
                .getFirst();
        assertThat(result.floats()).containsExactly(1, 1.375f, 1.75f);
    }

    @Test
    void movesBytesAsTheyAre() {
        Tensor bytes = Tensor.of(DType.UINT8, s(3), new byte[] {1, -2, 3});
        Tensor result = Reference.evaluate(new Slice(), in(bytes, v(-1), v(-9), v(0), v(-1))).getFirst();
        assertThat(result.dtype()).isEqualTo(DType.UINT8);
        assertThat(result.toLongs()).containsExactly(3, 254, 1);
    }

    @Test
    void namesAnIndexThatIsOutside() {
        for (long index : new long[] {3, -4, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> Reference.evaluate(new Gather(0), in(count(3), v(0, index))))
                    .isInstanceOf(InputException.class)
                    .hasMessage("Gather: index " + index + " is outside an axis of 3");
            assertThatThrownBy(() -> Reference.evaluate(new GatherElements(0), in(count(3), v(index))))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("GatherElements: index " + index);
        }
    }
}
