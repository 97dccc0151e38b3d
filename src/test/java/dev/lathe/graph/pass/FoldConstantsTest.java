package dev.lathe.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.backend.reference.Reference;
import dev.lathe.error.ModelException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.op.Activation;
import dev.lathe.op.Binary.Function;
import dev.lathe.op.Cast;
import dev.lathe.op.Concat;
import dev.lathe.op.ConstantOfShape;
import dev.lathe.op.ElementType;
import dev.lathe.op.Expand;
import dev.lathe.op.Gather;
import dev.lathe.op.MatMul;
import dev.lathe.op.Range;
import dev.lathe.op.Reshape;
import dev.lathe.op.ShapeOf;
import dev.lathe.op.SizeOf;
import dev.lathe.op.Slice;
import dev.lathe.op.Unsqueeze;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldConstantsTest {
    private static final ShapeOf SHAPE = new ShapeOf(0, Integer.MAX_VALUE);
    private final Pass pass = new FoldConstants(Reference::evaluate);

    /** x.view(x.size(0), -1) as exporters write it. */
    private static Sketch flattened(int batch) {
        return new Sketch(1)
                .input("x", batch, 3, 2, 5)
                .scalar("none", 0)
                .constant("zero", Tensor.scalar(0L))
                .vector("axes", 0)
                .vector("rest", -1)
                .activate("relu", new Activation.Relu(), "x")
                .node("shape", SHAPE, "relu")
                .node("rows", new Gather(0), "shape", "zero")
                .node("one", new Unsqueeze(), "rows", "axes")
                .node("target", new Concat(0), "one", "rest")
                .node("y", new Reshape(false), "relu", "target");
    }

    @Test
    void aReshapeTargetFromTheShapeOfItsOperand() {
        Graph graph = flattened(4).graph("y");
        Graph folded = pass.apply(graph);
        assertThat(Runs.nodes(folded)).containsExactly("relu (Relu)", "y (Reshape)");
        assertThat(folded.constant("target").longs()).containsExactly(4, -1);
        // the constants of the chain went with it; what nobody used from the start is not this pass's business
        assertThat(folded.constants().keySet()).containsExactlyInAnyOrder("none", "target");
        assertParametersAreKnown(folded);
        assertThat(Inference.of(folded).type("y").shape()).isEqualTo(Shape.of(4, 30));
    }

    @Test
    void withAFreeExtentOnlyWhatDoesNotHangOnIt() {
        Graph graph = flattened(-1)
                .vector("two", 2)
                .binary("four", Function.ADD, "two", "two")
                .node("five", SHAPE, "four")
                .graph("y", "four", "five");
        Graph folded = pass.apply(graph);
        assertThat(Runs.nodes(folded))
                .containsExactly(
                        "relu (Relu)",
                        "shape (Shape)",
                        "rows (Gather)",
                        "one (Unsqueeze)",
                        "target (Concat)",
                        "y (Reshape)");
        assertThat(folded.constant("four").longs()).containsExactly(4);
        assertThat(folded.constant("five").longs()).containsExactly(1);
        assertThat(folded.outputs()).isEqualTo(graph.outputs());
    }

    @Test
    void sliceCastRangeAndFill() {
        Graph graph = new Sketch(2)
                .input("x", 2, 3, 4, 5)
                .vector("from", 2)
                .vector("to", 4)
                .constant("start", Tensor.scalar(0L))
                .constant("step", Tensor.scalar(7L))
                .node("shape", SHAPE, "x")
                .node("spatial", new Slice(), "shape", "from", "to")
                .node("cast", new Cast(ElementType.FLOAT32), "spatial")
                .binary("area", Function.ADD, "cast", "cast")
                .node("back", new Cast(ElementType.INT64), "area")
                .node("filled", new ConstantOfShape(Tensor.of(Shape.of(1), 1.5f)), "back")
                .node("count", new SizeOf(), "x")
                .node("range", new Range(), "start", "count", "step")
                .node("ranged", new Cast(ElementType.FLOAT32), "range")
                .node("tail", new ShapeOf(-2, -1), "x")
                .node("tails", new Cast(ElementType.FLOAT32), "tail")
                .graph("filled", "ranged", "tails");
        Graph folded = pass.apply(graph);
        assertThat(folded.nodes()).isEmpty();
        assertThat(folded.constant("filled").shape()).isEqualTo(Shape.of(8, 10));
        assertThat(folded.constant("filled").floats()).containsOnly(1.5f);
        assertThat(folded.constant("ranged").floats())
                .hasSize(18)
                .startsWith(0, 7, 14)
                .endsWith(119);
        assertThat(folded.constant("tails").floats()).containsExactly(4);
    }

    @Test
    void aSmallFileDoesNotFillTheMemory() {
        Sketch sketch = new Sketch(3)
                .vector("huge", FoldConstants.RESULT_LIMIT + 1)
                .node("zeros", new ConstantOfShape(Tensor.of(Shape.of(1), 0f)), "huge")
                .vector("large", FoldConstants.RESULT_LIMIT);
        for (int i = 0; i < 6; i++) {
            sketch.node("large" + i, new ConstantOfShape(Tensor.of(Shape.of(1), 0f)), "large");
        }
        Graph folded = new FoldConstants((op, operands) -> List.of(Tensor.scalar(0f)))
                .apply(sketch.graph("zeros", "large0", "large1", "large2", "large3", "large4", "large5"));
        // four of the largest results allowed are all that is allowed together
        assertThat(Runs.nodes(folded))
                .containsExactly("zeros (ConstantOfShape)", "large4 (ConstantOfShape)", "large5 (ConstantOfShape)");
    }

    @Test
    void aResultNoLargerThanItsOperandIsComputedWhateverItsSize() {
        int size = (int) FoldConstants.RESULT_LIMIT + 1;
        Graph graph = new Sketch(4)
                .constant("w", Tensor.of(Shape.of(size), new float[size]))
                .activate("y", new Activation.Relu(), "w")
                .graph("y");
        assertThat(pass.apply(graph).nodes()).isEmpty();
    }

    @Test
    void aTargetComputedFromDataIsLeftAndRefusedByInference() {
        Graph graph = new Sketch(5)
                .input("x", 2, 3)
                .input("data", 1)
                .vector("rest", -1)
                .node("rows", new Cast(ElementType.INT64), "data")
                .node("target", new Concat(0), "rows", "rest")
                .node("reshape", new Reshape(false), "x", "target")
                .node("shape", SHAPE, "reshape")
                .node("again", new Expand(), "x", "shape")
                .graph("again");
        assertThat(pass.apply(graph)).isSameAs(graph);
        assertThatThrownBy(() -> Inference.of(graph))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("reshape (Reshape)");
    }

    @Test
    void whatDoesNotFitIsRefusedByName() {
        Graph graph = new Sketch(6)
                .weights("a", 2)
                .weights("b", 3)
                .binary("sum", Function.ADD, "a", "b")
                .graph("sum");
        assertThatThrownBy(() -> pass.apply(graph))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("sum (Add)");
    }

    private static void assertParametersAreKnown(Graph graph) {
        for (Node node : graph.nodes()) {
            for (int parameter : node.op().parameters()) {
                assertThat(graph.constants()).containsKey(node.inputs().get(parameter));
            }
        }
    }

    @Test
    void whatWouldTakeLongIsLeftToTheRun() {
        // 2^32 products and 2^24
        Graph graph = new Sketch(1)
                .input("x", 1, 1)
                .vector("wide", 1 << 10, 1 << 12)
                .vector("high", 1 << 12, 1 << 10)
                .vector("few", 4, 1 << 12)
                .node("a", new ConstantOfShape(Tensor.of(Shape.of(1), 1f)), "wide")
                .node("b", new ConstantOfShape(Tensor.of(Shape.of(1), 1f)), "high")
                .node("c", new ConstantOfShape(Tensor.of(Shape.of(1), 1f)), "few")
                .node("long", new MatMul(), "a", "b")
                .node("short", new MatMul(), "c", "b")
                .graph("x", "long", "short");
        assertThat(Runs.nodes(pass.apply(graph))).containsExactly("long (MatMul)");
    }
}
