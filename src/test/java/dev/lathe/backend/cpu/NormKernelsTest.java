package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.RandomTensors;
import dev.lathe.Tolerance;
import dev.lathe.backend.reference.Reference;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.GroupNormalization;
import dev.lathe.op.InstanceNormalization;
import dev.lathe.op.LayerNormalization;
import dev.lathe.op.Lrn;
import dev.lathe.op.Op;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CPU normalisations against the reference. */
class NormKernelsTest {
    /**
     * Elements, means, scales and biases are at most 1 and epsilon is 0.01, so that no term exceeds 2/sqrt(0.01) + 1.
     */
    private static final double LARGEST = 21;

    private static final float EPSILON = 0.01f;
    private final Random random = new Random(77);

    private Tensor floats(int... dims) {
        return RandomTensors.floats(random, dims);
    }

    /** Six roundings: mean, difference, factor, product, sum and the reference's own. */
    private static void check(Op op, Kernel kernel, List<Tensor> in) {
        List<Tensor> expected = Reference.evaluate(op, new ArrayList<>(in));
        List<Tensor> actual = Splits.run(kernel, op, new ArrayList<>(in));
        for (int i = 0; i < expected.size(); i++) {
            Tolerance.assertClose(actual.get(i), expected.get(i), 6, LARGEST);
        }
    }

    private List<Shape> shapes() {
        return List.of(
                Shape.of(2, 6, 1),
                Shape.of(1, 6, 7, 13),
                Shape.of(3, 6, 2, 3, 5),
                Shape.of(0, 6, 4),
                Shape.of(2, 6, 0),
                Shape.of(1, 6, 120, 40));
    }

    @Test
    void batchNormalization() {
        BatchNormalization op = new BatchNormalization(EPSILON);
        for (Shape shape : shapes()) {
            List<Tensor> in =
                    List.of(floats(shape.dims()), floats(6), floats(6), floats(6), RandomTensors.absolute(floats(6)));
            check(op, NormKernels.batchNormalization(op, Splits.types(in)), in);
        }
    }

    @Test
    void groupAndInstanceNormalization() {
        GroupNormalization groups = new GroupNormalization(3, EPSILON);
        InstanceNormalization instances = new InstanceNormalization(EPSILON);
        for (Shape shape : shapes()) {
            List<Tensor> in = List.of(floats(shape.dims()), floats(6), floats(6));
            check(groups, NormKernels.groupNormalization(groups, Splits.types(in)), in);
            check(instances, NormKernels.instanceNormalization(instances, Splits.types(in)), in);
        }
    }

    @Test
    void layerNormalization() {
        LayerNormalization last = new LayerNormalization(-1, EPSILON);
        List<Tensor> plain = List.of(floats(3, 5, 33), floats(33));
        check(last, NormKernels.layerNormalization(last, Splits.types(plain)), plain);
        LayerNormalization two = new LayerNormalization(1, EPSILON);
        List<Tensor> broadcast = List.of(floats(3, 5, 33), floats(5, 1), floats(33));
        check(two, NormKernels.layerNormalization(two, Splits.types(broadcast)), broadcast);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 100})
    void localResponseNormalization(int size) {
        for (float beta : new float[] {0.75f, 0.5f}) {
            Lrn op = new Lrn(size, 0.5f, beta, 1);
            for (Shape shape : shapes()) {
                List<Tensor> in = List.of(floats(shape.dims()));
                check(op, NormKernels.lrn(op, Splits.types(in)), in);
            }
        }
    }

    @Test
    void largeMeansLoseNoMoreThanTheirOwnRounding() {
        InstanceNormalization op = new InstanceNormalization(0);
        Tensor x = floats(1, 1, 64, 65);
        for (int i = 0; i < x.size(); i++) {
            x.floats()[i] += 1000;
        }
        List<Tensor> in = List.of(x, Tensor.of(Shape.of(1), 1f), Tensor.of(Shape.of(1), 0f));
        Tensor actual = Splits.run(NormKernels.instanceNormalization(op, Splits.types(in)), op, new ArrayList<>(in))
                .getFirst();
        // Elements near 1000 with a deviation near 0.58: the mean's rounding is that of 1000/0.58.
        Tolerance.assertClose(
                actual, Reference.evaluate(op, new ArrayList<>(in)).getFirst(), 2, 1800);
        assertThat(actual.doubleAt(0)).isBetween(-2.0, 2.0);
    }
}
