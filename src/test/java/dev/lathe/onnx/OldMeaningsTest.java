package dev.lathe.onnx;

import static dev.lathe.onnx.ModelSketch.integer;
import static dev.lathe.onnx.ModelSketch.real;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.error.ModelException;
import dev.lathe.error.UnsupportedException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results of operators whose old or rare forms are easily mistaken for today's. */
class OldMeaningsTest {
    private static Tensor run(ModelSketch sketch, Map<String, Tensor> inputs) {
        try (Engine engine = Engine.open("cpu");
                Session session = engine.session(Model.of(sketch.output("y").read(), "sketch"))) {
            return session.run(inputs).get("y");
        }
    }

    /** The example of opset 10: 1 / 0.6 = 1.67 is rounded up, so column 2 follows column 0. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shrinkingRoundsUpInOpset10(boolean known) {
        Tensor x = Tensor.of(Shape.of(1, 1, 2, 4), 1f, 2, 3, 4, 5, 6, 7, 8);
        Tensor scales = Tensor.of(Shape.of(4), 1f, 1, 0.6f, 0.6f);
        ModelSketch sketch = new ModelSketch(10).input("x", 1, 1, 2, 4).node("Resize", "x s", "y");
        Tensor y = known
                ? run(sketch.constant("s", scales), Map.of("x", x))
                : run(sketch.input("s", 4), Map.of("x", x, "s", scales));
        assertThat(y.shape()).isEqualTo(Shape.of(1, 1, 1, 2));
        assertThat(y.copy().floats()).containsExactly(1, 3);
    }

    @Test
    void oneAxisShrinksAndOneGrowsInOpset10() {
        ModelSketch sketch = new ModelSketch(10)
                .input("x", 1, 1, 2, 4)
                .constant("s", Tensor.of(Shape.of(4), 1f, 1, 1.5f, 0.6f))
                .node("Resize", "x s", "y");
        Tensor y = run(sketch, Map.of("x", Tensor.of(Shape.of(1, 1, 2, 4), 1f, 2, 3, 4, 5, 6, 7, 8)));
        assertThat(y.shape()).isEqualTo(Shape.of(1, 1, 3, 2));
        assertThat(y.copy().floats()).containsExactly(1, 3, 1, 3, 5, 7);
    }

    @Test
    void missingBoundsOfOldClipsAreNumbers() {
        Tensor x = Tensor.of(Shape.of(3), Float.NEGATIVE_INFINITY, 1, Float.POSITIVE_INFINITY);
        ModelSketch old = new ModelSketch(6).input("x", 3).node("Clip", "x", "y", real("min", 0));
        assertThat(run(old, Map.of("x", x)).copy().floats()).containsExactly(0, 1, Float.MAX_VALUE);
        ModelSketch now = new ModelSketch(13)
                .input("x", 3)
                .constant("zero", Tensor.scalar(0f))
                .node("Clip", "x zero", "y");
        assertThat(run(now, Map.of("x", x)).copy().floats()).containsExactly(0, 1, Float.POSITIVE_INFINITY);
    }

    @Test
    void scalesPerGroupMayBeInputs() {
        ModelSketch sketch = new ModelSketch(18)
                .input("x", 1, 4, 2)
                .input("s", 2)
                .input("b", 2)
                .node("GroupNormalization", "x s b", "y", integer("num_groups", 2), real("epsilon", 0));
        Tensor x = Tensor.of(Shape.of(1, 4, 2), 1f, 3, 1, 3, 2, 6, 6, 2);
        Tensor y =
                run(sketch, Map.of("x", x, "s", Tensor.of(Shape.of(2), 2f, 3), "b", Tensor.of(Shape.of(2), 10f, 20)));
        assertThat(y.copy().floats()).containsExactly(8, 12, 8, 12, 17, 23, 23, 17);
    }

    @Test
    void scalesPerChannelAreNoScalesPerGroup() {
        ModelSketch sketch = new ModelSketch(18)
                .input("x", 1, 4, 2)
                .input("s", 4)
                .input("b", 4)
                .node("GroupNormalization", "x s b", "y", integer("num_groups", 2));
        assertThatThrownBy(sketch::read)
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("2 groups do not fit 4 channels, 4 scales and 4 biases");
    }

    @Test
    void neitherInfinityIsNothing() {
        ModelSketch sketch = new ModelSketch(10)
                .input("x", 3)
                .node("IsInf", "x", "y", integer("detect_negative", 0), integer("detect_positive", 0));
        Tensor y = run(sketch, Map.of("x", Tensor.of(Shape.of(3), Float.POSITIVE_INFINITY, Float.NaN, 1)));
        assertThat(y.dtype()).isEqualTo(DType.BOOL);
        assertThat(y.copy().bytes()).containsExactly(0, 0, 0);
    }

    @Test
    void trainingModeMayBeAnInputThatIsFalse() {
        ModelSketch sketch =
                new ModelSketch(13).input("x", 2).input("t", DataType.BOOL).node("Dropout", "x - t", "y");
        Tensor x = Tensor.of(Shape.of(2), 1f, 2);
        Tensor no = Tensor.of(DType.BOOL, Shape.SCALAR, new byte[] {0});
        Tensor yes = Tensor.of(DType.BOOL, Shape.SCALAR, new byte[] {1});
        assertThat(run(sketch, Map.of("x", x, "t", no)).copy().floats()).containsExactly(1, 2);
        ModelSketch again =
                new ModelSketch(13).input("x", 2).input("t", DataType.BOOL).node("Dropout", "x - t", "y");
        assertThatThrownBy(() -> run(again, Map.of("x", x, "t", yes)))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("training_mode");
    }
}
