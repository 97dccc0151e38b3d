package dev.lathe.compress.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.error.InputException;
import dev.lathe.error.ShapeException;
import dev.lathe.graph.Graph;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MasksTest {
    private final Graph graph = new Nets(1)
            .input("x", 1, 3, 5, 5)
            .conv("conv", "x", new int[] {4, 3, 3, 3}, 1, 1)
            .conv("next", "conv", new int[] {2, 4, 1, 1}, 1, 0)
            .graph("next");

    @Test
    void aMaskSaysWhatIsKept() {
        Mask mask = Mask.of("w", 1, 0, -0f, -2, Float.MIN_VALUE, 0, 0);
        assertThat(mask.name()).isEqualTo("w");
        assertThat(mask.size()).isEqualTo(7);
        assertThat(mask.kept()).isEqualTo(3);
        assertThat(mask.density()).isEqualTo(3.0 / 7);
        assertThat(mask.keeps(0)).isTrue();
        assertThat(mask.keeps(2)).isFalse();
        assertThat(mask).hasToString("w: 3 of 7 kept");
        assertThat(mask)
                .isEqualTo(Mask.of("w", 5, 0, 0, 1, 1, 0, 0))
                .hasSameHashCodeAs(Mask.of("w", 5, 0, 0, 1, 1, 0, 0))
                .isNotEqualTo(Mask.of("v", 1, 0, 0, 1, 1, 0, 0))
                .isNotEqualTo(Mask.of("w", 1, 0, 0, 1, 1, 0, 0, 0))
                .isNotEqualTo(Mask.of("w", 1, 0, 0, 1, 1, 0, 1));
        assertThat(Mask.of("none").density()).isEqualTo(1);
    }

    @Test
    void aMaskIsAppliedToCopiesOrInPlace() {
        Mask mask = Mask.of("w", 1, 0, 1, 0);
        float[] values = {1, 2, 3, Float.NaN};
        assertThat(mask.apply(values)).containsExactly(1, 0, 3, 0);
        assertThat(values[1]).isEqualTo(2);
        mask.clear(values);
        assertThat(values).containsExactly(1, 0, 3, 0);
        assertThatThrownBy(() -> mask.clear(new float[3]))
                .isInstanceOf(ShapeException.class)
                .hasMessage("the mask of 'w' is for 4 weights, got 3 values");
    }

    @Test
    void graphsRememberTheirMasks() {
        Weights weights = Weights.of(graph, "conv.w");
        Map<String, Mask> masks = new PruneRule.Density(0.25).masks(Map.of("conv.w", weights));
        Graph pruned = Masks.apply(graph, masks.values());
        assertThat(pruned.constants().get("conv.w").floats())
                .containsExactly(masks.get("conv.w").apply(weights.values().floats()));
        assertThat(graph.constants().get("conv.w").floats()).doesNotContain(0);
        assertThat(Masks.of(pruned)).isEqualTo(masks);
        assertThat(pruned.metadata()).containsEntry("author", "test").containsEntry(Masks.KEY, "conv.w");
        assertThat(Masks.of(graph)).isEmpty();
    }

    @Test
    void onlyRecordedConstantsHaveMasks() {
        Graph recorded = Masks.record(Masks.record(graph, List.of("next.w")), List.of("conv.w", "next.w"));
        assertThat(recorded.metadata()).containsEntry(Masks.KEY, "next.w\nconv.w");
        assertThat(Masks.of(recorded).keySet()).containsExactly("next.w", "conv.w");
        assertThat(Masks.of(recorded).get("conv.w").density()).isEqualTo(1);
    }

    @Test
    void masksOfOtherGraphsAreRefused() {
        assertThatThrownBy(() -> Masks.record(graph, List.of("fc.w")))
                .isInstanceOf(InputException.class)
                .hasMessage("graph 'net' has no constant 'fc.w' to prune");
        assertThatThrownBy(() -> Masks.apply(graph, List.of(Mask.of("conv.w", 1, 2))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the mask of 'conv.w' is for 2 weights");
    }

    @Test
    void inputsLieAlongTheAxisThatIsSummed() {
        Graph mixed = new Nets(2)
                .input("x", 1, 3, 4, 4)
                .input("m", 2, 5)
                .conv("conv", "x", new int[] {4, 3, 3, 3}, 1, 1)
                .weights("up", 4, 2, 2, 2)
                .node("transposed", new ConvTranspose(Window.of(2, 2), 1, List.of(), List.of()), "conv", "up")
                .gemm("gemm", "m", 6, 5)
                .weights("plain", 6, 7)
                .node("product", new Gemm(1, 1, false, false, Epilogue.NONE), "gemm", "plain")
                .weights("matrix", 7, 3)
                .node("matmul", new MatMul(), "product", "matrix")
                .graph("transposed", "matmul");
        Map<String, Weights> all = Weights.all(mixed);
        assertThat(all.keySet()).containsExactly("conv.w", "up", "gemm.w", "plain", "matrix");
        assertThat(all.values().stream().map(Weights::inputAxis)).containsExactly(1, 0, 1, 0, 0);
        assertThatThrownBy(() -> Weights.of(mixed, "conv.b")).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new Weights(Tensor.of(Shape.of(2), 1f, 2f), 1)).isInstanceOf(InputException.class);
    }
}
