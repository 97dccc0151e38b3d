package dev.lathe.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.op.BatchNormalizationGradient;
import dev.lathe.op.ConvFilterGradient;
import dev.lathe.op.Moments;
import dev.lathe.op.Padding;
import dev.lathe.op.ReluGradient;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingTest {
    @Test
    void aWeightGetsWhatItMetTimesTheSlopeThere() {
        Padding padding = new Padding.Explicit(List.of(1), List.of(0));
        ConvFilterGradient op = new ConvFilterGradient(new Window(List.of(), List.of(2), List.of(), padding), 1);
        Tensor x = Tensor.of(Shape.of(1, 1, 5), 1f, 2, 3, 4, 5);
        Tensor dy = Tensor.of(Shape.of(1, 2, 3), 1f, 10, 100, 0, 1, -1);
        // the windows are (0, 1), (2, 3) and (4, 5)
        Tensor dw =
                Reference.evaluate(op, List.of(x, dy, Tensor.vector(2, 1, 2))).getFirst();
        assertThat(dw.floats()).containsExactly(2 * 10 + 4 * 100, 1 + 3 * 10 + 5 * 100, 2 - 4, 3 - 5);
    }

    @Test
    void groupsMeetTheirOwnChannels() {
        ConvFilterGradient op = new ConvFilterGradient(Window.of(1), 2);
        Tensor x = Tensor.of(Shape.of(2, 2, 1), 1f, 2, 3, 4);
        Tensor dy = Tensor.of(Shape.of(2, 2, 1), 10f, 100, 1000, 10000);
        assertThat(Reference.evaluate(op, List.of(x, dy, Tensor.vector(2, 1, 1)))
                        .getFirst()
                        .floats())
                .containsExactly(10 + 3000, 200 + 40000);
    }

    @Test
    void reluIsShutAtZero() {
        Tensor dy = Tensor.of(Shape.of(3), 1f, 2, 3);
        Tensor y = Tensor.of(Shape.of(3), 0f, 0.5f, 7);
        assertThat(Reference.evaluate(new ReluGradient(), List.of(dy, y))
                        .getFirst()
                        .floats())
                .containsExactly(0, 2, 3);
    }

    @Test
    void varianceIsDividedByTheirNumber() {
        Tensor x = Tensor.of(Shape.of(2, 2, 2), 1f, 3, 5, 5, 5, 7, 5, 5);
        List<Tensor> moments = Reference.evaluate(new Moments(), List.of(x));
        assertThat(moments.get(0).floats()).containsExactly(4, 5);
        assertThat(moments.get(1).floats()).containsExactly(5, 0);
    }

    /** With mean 1 and deviation 2, x is normalised to 0, 1, -1, 0; b = 10, m/σ = 2 - 3. */
    @Test
    void normalizationTakesOutWhatItCannotChange() {
        Tensor x = Tensor.of(Shape.of(4, 1), 1f, 3, -1, 1);
        Tensor dy = Tensor.of(Shape.of(4, 1), 1f, 2, 3, 4);
        Tensor scale = Tensor.of(Shape.of(1), 6f);
        Tensor mean = Tensor.of(Shape.of(1), 1f);
        Tensor variance = Tensor.of(Shape.of(1), 3f);
        List<Tensor> found =
                Reference.evaluate(new BatchNormalizationGradient(1), List.of(dy, x, scale, mean, variance));
        assertThat(found.get(0).floats())
                .containsExactly(3 * (1 - 2.5f), 3 * (2 - 2.5f + 0.25f), 3 * (3 - 2.5f - 0.25f), 3 * (4 - 2.5f));
        assertThat(found.get(1).floats()).containsExactly(-1);
        assertThat(found.get(2).floats()).containsExactly(10);
    }
}
