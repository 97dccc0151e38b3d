package dev.lathe.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lathe.backend.reference.Reference;
import dev.lathe.error.ModelException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Binary;
import dev.lathe.op.Binary.Function;
import dev.lathe.op.Conv;
import dev.lathe.op.Dropout;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
import dev.lathe.op.Identity;
import dev.lathe.op.MatMul;
import dev.lathe.op.Op;
import dev.lathe.op.Pad;
import dev.lathe.op.Window;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PassesTest {
    private final List<Pass> standard = Passes.standard(Reference::evaluate);

    @Test
    void namesAreThoseOfTheStandardPasses() {
        assertThat(Passes.names())
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"))
                .isEqualTo(standard.stream().map(Pass::name).toList());
    }

    @Test
    void switchedOffByName() {
        List<Pass> some = Passes.without(standard, Set.of("fuse-activation", "fold-constants"));
        assertThat(some).hasSize(standard.size() - 2).noneMatch(pass -> pass instanceof FuseActivation);
        assertThat(Passes.without(standard, Set.of())).isEqualTo(standard);
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Passes.without(standard, Set.of("fuse-everything")))
                .withMessageContaining("fuse-everything")
                .withMessageContaining("fuse-activation");
    }

    @Test
    void aResidualBlockBecomesTwoConvolutions() {
        BatchNormalization norm = new BatchNormalization(1e-5f);
        Graph graph = new Sketch(1)
                .input("x", 2, 3, 5, 4)
                .weights("w1", 3, 3, 1, 1)
                .weights("w2", 3, 3, 1, 1)
                .statistics("bn1", 3)
                .statistics("bn2", 3)
                .conv("conv1", "x", "w1")
                .node("bn1", norm, "conv1", "bn1.scale", "bn1.bias", "bn1.mean", "bn1.variance")
                .activate("relu1", new Activation.Relu(), "bn1")
                .node("drop", new Dropout(), "relu1")
                .conv("conv2", "drop", "w2")
                .node("bn2", norm, "conv2", "bn2.scale", "bn2.bias", "bn2.mean", "bn2.variance")
                .binary("add", Function.ADD, "bn2", "x")
                .activate("y", new Activation.Relu(), "add")
                .graph("y");
        Graph fused = Passes.run(standard, graph);
        assertThat(Runs.nodes(fused)).containsExactly("conv1 (Conv)", "conv2 (Conv)");
        assertThat(fused.nodes().getLast().inputs()).containsExactly("relu1", "w2", "conv2.bias", "x");
        // |conv| ≤ 3 times the operand, normalised to at most 2.2·(|conv| + 1) + 1, twice; the first error grows by
        // 3·2.2
        double first = 2.2 * (3 + 1) + 1;
        double second = 2.2 * (3 * first + 1) + 1 + 1;
        Runs.assertSameResults(graph, fused, first * 3 * 2.2 + second);
        assertThat(Passes.run(standard, fused).nodes()).isEqualTo(fused.nodes());
    }

    /** With free extents nothing has checked the operands before the passes see them; inference refuses them later. */
    @Test
    void nodesWithoutTheirOperandsDoNoHarm() {
        Window window = Window.of(1, 1);
        List<Op> ops = List.of(
                new Conv(window, 1, Epilogue.NONE),
                new Gemm(1, 1, false, false, Epilogue.NONE),
                new MatMul(),
                new BatchNormalization(1),
                new Binary(Function.ADD),
                new Binary(Function.MUL),
                new Binary(Function.DIV),
                new Activate(new Activation.Relu()),
                new Pad(Pad.Mode.CONSTANT),
                new Identity());
        for (Op op : ops) {
            Sketch sketch = new Sketch(2).input("x", -1, 3).node("odd", op, "x");
            for (Op user : ops) {
                sketch.node(new Node("mute" + user, user, List.of("x"), List.of("")));
            }
            Graph graph =
                    sketch.weights("w", 3).binary("y", Function.ADD, "odd", "w").graph("y");
            for (Pass pass : standard) {
                assertThat(pass.apply(graph).outputs()).isEqualTo(graph.outputs());
            }
            Graph without = new Sketch(3).node("odd", op).graph("odd");
            assertThatExceptionOfType(ModelException.class)
                    .isThrownBy(() -> Passes.run(standard, without))
                    .withMessageContaining("odd (");
        }
    }
}
