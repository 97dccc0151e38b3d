package dev.lathe.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.RandomTensors;
import dev.lathe.Tolerance;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.GroupNormalization;
import dev.lathe.op.InstanceNormalization;
import dev.lathe.op.LayerNormalization;
import dev.lathe.op.Lrn;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NormsTest {
    private static Tensor vector(float... values) {
        return Tensor.of(Shape.of(values.length), values);
    }

    @Test
    void batchNormalizationByHand() {
        Tensor x = Tensor.of(Shape.of(1, 2, 2), 1f, 3f, 10f, 20f);
        Tensor y = Reference.evaluate(
                        new BatchNormalization(1),
                        List.of(x, vector(2, 3), vector(1, -1), vector(1, 10), vector(3, 24)))
                .getFirst();
        assertThat(y.floats()).containsExactly(1, 3, -1, 5);
    }

    @Test
    void groupNormalizationByHand() {
        // Each group of two channels holds 1, 1, 3, 3: mean 2, variance 1, and with epsilon 3 a deviation of 2.
        Tensor x = Tensor.of(Shape.of(1, 4, 2), 1f, 1, 3, 3, 1, 3, 1, 3);
        Tensor y = Reference.evaluate(new GroupNormalization(2, 3), List.of(x, vector(2, 4, 6, 8), vector(0, 0, 1, 1)))
                .getFirst();
        assertThat(y.floats()).containsExactly(-1, -1, 2, 2, -2, 4, -3, 5);
    }

    @Test
    void instanceNormalizationIsGroupNormalizationOfSingleChannels() {
        Random random = new Random(8);
        Tensor x = RandomTensors.floats(random, 2, 3, 4, 5);
        Tensor scale = RandomTensors.floats(random, 3);
        Tensor bias = RandomTensors.floats(random, 3);
        Tensor one = Reference.evaluate(new InstanceNormalization(1e-3f), List.of(x, scale, bias))
                .getFirst();
        Tensor other = Reference.evaluate(new GroupNormalization(3, 1e-3f), List.of(x, scale, bias))
                .getFirst();
        assertThat(one.sameBits(other)).isTrue();
    }

    @Test
    void layerNormalizationGivesZeroMeanAndUnitVariance() {
        Tensor x = RandomTensors.floats(new Random(9), 3, 2, 50);
        List<Tensor> results = Reference.evaluate(new LayerNormalization(1, 0), List.of(x, Tensor.scalar(1f)));
        Tensor y = results.getFirst();
        for (int row = 0; row < 3; row++) {
            double sum = 0;
            double squares = 0;
            for (int i = row * 100; i < (row + 1) * 100; i++) {
                sum += y.doubleAt(i);
                squares += y.doubleAt(i) * y.doubleAt(i);
                double again = results.get(1).doubleAt(row)
                        + y.doubleAt(i) / results.get(2).doubleAt(row);
                Tolerance.assertClose(Tensor.scalar((float) again), Tensor.scalar(x.floats()[i]), 4, 2);
            }
            Tolerance.assertClose(Tensor.scalar((float) sum), Tensor.scalar(0f), 100, 2);
            Tolerance.assertClose(Tensor.scalar((float) squares / 100), Tensor.scalar(1f), 4, 2);
        }
    }

    @Test
    void layerNormalizationBroadcastsScaleAndBias() {
        Tensor x = Tensor.of(Shape.of(1, 2, 2), 1f, 1, 3, 3);
        Tensor scale = Tensor.of(Shape.of(2, 1), 10f, 100f);
        Tensor bias = vector(1, 2);
        assertThat(Reference.evaluate(new LayerNormalization(1, 0), List.of(x, scale, bias))
                        .getFirst()
                        .floats())
                .containsExactly(-9, -8, 101, 102);
    }

    @Test
    void lrnLooksAtNeighbouringChannels() {
        Tensor x = Tensor.of(Shape.of(1, 4, 1), 1f, 2f, 3f, 4f);
        Tensor odd = Reference.evaluate(new Lrn(3, 3, 1, 1), List.of(x)).getFirst();
        assertThat(odd.floats()).containsExactly(1f / 6, 2f / 15, 3f / 30, 4f / 26);
        // An even size looks one further ahead than back.
        Tensor even = Reference.evaluate(new Lrn(2, 2, 1, 0), List.of(x)).getFirst();
        assertThat(even.floats()).containsExactly(1f / 5, 2f / 13, 3f / 25, 4f / 16);
        Tensor wide = Reference.evaluate(new Lrn(Integer.MAX_VALUE, 0, 1, 2), List.of(x))
                .getFirst();
        assertThat(wide.floats()).containsExactly(0.5f, 1, 1.5f, 2);
    }
}
