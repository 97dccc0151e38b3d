package dev.lathe.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.error.ShapeException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import org.junit.jupiter.api.Test;

class NormalizationInferTest {
    private static TensorType f(int... dims) {
        return TensorType.float32(Shape.of(dims));
    }

    private static void refuses(Op op, String message, TensorType... operands) {
        assertThatThrownBy(() -> op.infer(Operands.ofTypes(operands)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining(message);
    }

    @Test
    void batchNormalizationWantsFourNumbersPerChannel() {
        BatchNormalization op = new BatchNormalization(1e-5f);
        assertThat(op.infer(Operands.ofTypes(f(2, 3, 4), f(3), f(3), f(3), f(3))))
                .containsExactly(f(2, 3, 4));
        refuses(op, "operand 3 (mean) has shape [4], wanted [3]", f(2, 3, 4), f(3), f(3), f(4), f(3));
        refuses(op, "got 4", f(2, 3, 4), f(3), f(3), f(3));
        refuses(op, "rank 2 or more", f(3), f(3), f(3), f(3), f(3));
        refuses(op, "type int32", new TensorType(DType.INT32, Shape.of(2, 3)), f(3), f(3), f(3), f(3));
        assertThatThrownBy(() -> new BatchNormalization(Float.NaN)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> new BatchNormalization(-1)).hasMessageContaining("epsilon is -1.0");
    }

    @Test
    void groupsDivideTheChannels() {
        assertThat(new GroupNormalization(2, 0).infer(Operands.ofTypes(f(2, 6, 4), f(6), f(6))))
                .containsExactly(f(2, 6, 4));
        refuses(new GroupNormalization(4, 0), "6 channels, not a multiple of 4 groups", f(2, 6, 4), f(6), f(6));
        refuses(new GroupNormalization(2, 0), "operand 1 (scale) has shape [2]", f(2, 6, 4), f(2), f(2));
        assertThatThrownBy(() -> new GroupNormalization(0, 0)).hasMessageContaining("group is 0");
        assertThat(new InstanceNormalization(0).infer(Operands.ofTypes(f(2, 6, 4), f(6), f(6))))
                .containsExactly(f(2, 6, 4));
        refuses(new InstanceNormalization(0), "operand 2 (bias)", f(2, 6, 4), f(6), f(5));
    }

    @Test
    void layerNormalizationGivesItsMoments() {
        LayerNormalization op = new LayerNormalization(-2, 1e-5f);
        assertThat(op.infer(Operands.ofTypes(f(2, 3, 4), f(3, 4), f(4))))
                .containsExactly(f(2, 3, 4), f(2, 1, 1), f(2, 1, 1));
        refuses(op, "operand 1 (scale) has shape [2, 3, 4], which does not broadcast", f(2, 3, 4), f(2, 3, 4));
        refuses(op, "operand 2 (bias) has shape [3]", f(2, 3, 4), f(4), f(3));
        refuses(op, "axis -2 is outside x [4]", f(4), f(4));
    }

    @Test
    void lrnWantsAWindow() {
        assertThat(new Lrn(5, 1, 1, 1).infer(Operands.ofTypes(f(2, 3, 4)))).containsExactly(f(2, 3, 4));
        refuses(new Lrn(5, 1, 1, 1), "rank 3 or more", f(2, 3));
        assertThatThrownBy(() -> new Lrn(0, 1, 1, 1)).hasMessageContaining("size is 0");
    }
}
