package dev.lathe.onnx;

import static dev.lathe.onnx.ModelSketch.integer;
import static dev.lathe.onnx.ModelSketch.integers;
import static dev.lathe.onnx.ModelSketch.real;
import static dev.lathe.onnx.ModelSketch.reals;
import static dev.lathe.onnx.ModelSketch.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.lathe.error.UnsupportedException;
import dev.lathe.graph.Dim;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Binary;
import dev.lathe.op.Cast;
import dev.lathe.op.ElementType;
import dev.lathe.op.Gather;
import dev.lathe.op.GroupNormalization;
import dev.lathe.op.Identity;
import dev.lathe.op.Op;
import dev.lathe.op.PRelu;
import dev.lathe.op.QuantizeLinear;
import dev.lathe.op.Reduce;
import dev.lathe.op.Resize;
import dev.lathe.op.Softmax;
import dev.lathe.op.Unsqueeze;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operators of old opsets, and forms with many spellings, become the one form of the newest opset. */
class OldOpsetTest {
    private static ModelSketch sketch(long opset) {
        return new ModelSketch(opset).input("x", 2, 3, 4, 4).output("y");
    }

    private static Node only(ModelSketch sketch) {
        List<Node> nodes = sketch.read().nodes();
        assertThat(nodes).hasSize(1);
        return nodes.get(0);
    }

    private static List<Op> ops(Graph graph) {
        return graph.nodes().stream().map(Node::op).toList();
    }

    @Test
    void listsThatBecameOperands() {
        Graph graph = sketch(9)
                .node("Slice", "x", "s", integers("starts", 0L), integers("ends", Long.MAX_VALUE), integers("axes", 1L))
                .node("Squeeze", "s", "q", integers("axes", 0L))
                .node("ReduceMean", "q", "y", integers("axes", 1L, -1L))
                .read();
        assertThat(graph.nodes().get(0).inputs()).containsExactly("x", "n0/starts", "n0/ends", "n0/axes");
        assertThat(graph.constants().get("n0/ends").longs()).containsExactly(Long.MAX_VALUE);
        assertThat(graph.nodes().get(1).inputs()).containsExactly("s", "n1/axes");
        assertThat(graph.nodes().get(2).op()).isEqualTo(new Reduce(Reduce.Function.MEAN, true, false));
        assertThat(graph.constants().get("n2/axes").longs()).containsExactly(1, -1);
    }

    @Test
    void namesOfNewConstantsGiveWay() {
        Graph graph = sketch(9)
                .constant("n0/axes", Tensor.vector(7))
                .node("Unsqueeze", "x", "y", integers("axes", 0L))
                .output("n0/axes")
                .read();
        assertThat(graph.nodes().get(0).inputs()).containsExactly("x", "n0/axes_2");
        assertThat(graph.constants()).containsOnlyKeys("n0/axes", "n0/axes_2");
    }

    @Test
    void broadcastingFromAnAxis() {
        Graph graph = sketch(6)
                .constant("b", Tensor.of(Shape.of(3), 1f, 2, 3))
                .node("Add", "x b", "y", integer("broadcast", 1), integer("axis", 1))
                .read();
        assertThat(ops(graph)).containsExactly(new Unsqueeze(), new Binary(Binary.Function.ADD));
        assertThat(graph.constants().get("n0/axes").longs()).containsExactly(1, 2);
        assertThat(graph.nodes().get(1).inputs()).containsExactly("x", "n0/unsqueeze");
    }

    @Test
    void broadcastingFromTheLastAxisIsPlain() {
        Node node = only(sketch(6)
                .constant("b", Tensor.of(Shape.of(4), new float[4]))
                .node("Mul", "x b", "y", integer("broadcast", 1), integer("axis", 3)));
        assertThat(node.inputs()).containsExactly("x", "b");
        assertThat(node.extras()).isEmpty();
    }

    @Test
    void broadcastingNeedsTheRank() {
        ModelSketch sketch = sketch(6)
                .constant("s", Tensor.vector(2, 3, 16))
                .constant("b", Tensor.of(Shape.of(3), 1f, 2, 3))
                .node("Reshape", "x s", "r")
                .node("Add", "r b", "y", integer("broadcast", 1), integer("axis", 1));
        assertThatThrownBy(sketch::read)
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("n1")
                .hasMessageContaining("rank of operand 0");
    }

    @Test
    void slopesPerChannel() {
        Graph graph = sketch(6)
                .constant("s", Tensor.of(Shape.of(3), 1f, 2, 3))
                .node("PRelu", "x s", "y")
                .read();
        assertThat(ops(graph)).containsExactly(new Unsqueeze(), new PRelu());
        assertThat(graph.constants().get("n0/axes").longs()).containsExactly(1, 2);
        assertThat(only(sketch(6).constant("s", Tensor.of(Shape.of(1), 1f)).node("PRelu", "x s", "y"))
                        .op())
                .isEqualTo(new PRelu());
    }

    @Test
    void upsample() {
        Resize expected = new Resize(
                Resize.Interpolation.LINEAR,
                Resize.Coordinates.ASYMMETRIC,
                Resize.Rounding.FLOOR,
                -0.75f,
                false,
                0,
                false,
                Resize.AspectRatio.STRETCH,
                List.of());
        Graph graph = sketch(7)
                .node("Upsample", "x", "y", text("mode", "linear"), reals("scales", 1f, 1f, 2f, 2f))
                .read();
        assertThat(ops(graph)).containsExactly(expected);
        assertThat(graph.nodes().get(0).inputs()).containsExactly("x", "", "n0/scales");
        assertThat(graph.constants().get("n0/scales").floats()).containsExactly(1, 1, 2, 2);
        Node ten = only(sketch(10)
                .constant("k", Tensor.of(Shape.of(4), 1f, 1, 2, 2))
                .node("Resize", "x k", "y", text("mode", "linear")));
        assertThat(ten.op()).isEqualTo(expected);
        assertThat(ten.inputs()).containsExactly("x", "", "k");
    }

    @Test
    void resizeDropsEmptyOperands() {
        Graph graph = sketch(11)
                .constant("none", Tensor.of(Shape.of(0), new float[0]))
                .constant("sizes", Tensor.vector(2, 3, 8, 8))
                .node("Resize", "x none none sizes", "y")
                .read();
        assertThat(graph.nodes().get(0).inputs()).containsExactly("x", "", "", "sizes");
        assertThat(graph.constants()).containsOnlyKeys("sizes");
    }

    @Test
    void softmaxBeforeOpset13WorksOnMatrices() {
        assertThat(only(sketch(11).node("Softmax", "x", "y")).op()).isEqualTo(new Softmax(1, false, true));
        assertThat(only(sketch(11).node("LogSoftmax", "x", "y", integer("axis", 3)))
                        .op())
                .isEqualTo(new Softmax(3, true, false));
        assertThat(only(sketch(13).node("Softmax", "x", "y")).op()).isEqualTo(new Softmax(-1, false, false));
    }

    @Test
    void clipWithKnownBoundsIsAnActivation() {
        Activate expected = new Activate(new Activation.Clip(0, 6));
        assertThat(only(sketch(6).node("Clip", "x", "y", real("min", 0), real("max", 6)))
                        .op())
                .isEqualTo(expected);
        Graph graph = sketch(13)
                .constant("lo", Tensor.scalar(0f))
                .constant("hi", Tensor.scalar(6f))
                .node("Clip", "x lo hi", "y")
                .read();
        assertThat(ops(graph)).containsExactly(expected);
        assertThat(graph.constants()).isEmpty();
    }

    @Test
    void clipWithOtherBoundsIsMaxThenMin() {
        Graph graph = sketch(13)
                .input("hi")
                .constant("lo", Tensor.scalar(0f))
                .node("Clip", "x lo hi", "y")
                .read();
        assertThat(ops(graph)).containsExactly(new Binary(Binary.Function.MAX), new Binary(Binary.Function.MIN));
        assertThat(graph.nodes().get(0).inputs()).containsExactly("x", "lo");
        Node integer = only(new ModelSketch(13)
                .input("x", DataType.INT32, 2)
                .output("y")
                .constant("hi", Tensor.of(Shape.SCALAR, 9))
                .node("Clip", "x - hi", "y"));
        assertThat(integer.op()).isEqualTo(new Binary(Binary.Function.MIN));
    }

    @Test
    void manyOperandsBecomeChains() {
        Graph graph = sketch(13).node("Mean", "x x x", "y").read();
        Binary add = new Binary(Binary.Function.ADD);
        assertThat(ops(graph)).containsExactly(add, add, new Binary(Binary.Function.DIV));
        assertThat(graph.constants().get("n0/count").floats()).containsExactly(3);
        assertThat(only(sketch(13).node("Max", "x", "y")).op()).isEqualTo(new Identity());
    }

    @Test
    void constantsOfAllForms() {
        Graph graph = new ModelSketch(13)
                .node("Constant", "-", "a", real("value_float", 1.5f))
                .node("Constant", "-", "b", integer("value_int", -7))
                .node("Constant", "-", "c", reals("value_floats", 1f, 2f))
                .node("Constant", "-", "d", integers("value_ints", 3L))
                .output("a")
                .output("b")
                .output("c")
                .output("d")
                .read();
        assertThat(graph.nodes()).isEmpty();
        assertThat(graph.constants().get("a").sameBits(Tensor.scalar(1.5f))).isTrue();
        assertThat(graph.constants().get("b").sameBits(Tensor.scalar(-7L))).isTrue();
        assertThat(graph.constants().get("c").sameBits(Tensor.of(Shape.of(2), 1f, 2)))
                .isTrue();
        assertThat(graph.constants().get("d").sameBits(Tensor.vector(3))).isTrue();
        assertThat(graph.outputs().get(1).dtype()).isEqualTo(DType.INT64);
    }

    @Test
    void castLikeFindsTheTypeThroughOtherNodes() {
        Graph graph = new ModelSketch(15)
                .input("x", 2)
                .input("h", DataType.FLOAT16, 2)
                .node("Relu", "h", "r")
                .node("CastLike", "x r", "y")
                .output("y")
                .read();
        assertThat(graph.nodes().get(1).op()).isEqualTo(new Cast(ElementType.FLOAT16));
        assertThat(graph.nodes().get(1).inputs()).containsExactly("x");
        assertThat(graph.inputs().get(1).dtype()).isEqualTo(DType.FLOAT32);
    }

    @Test
    void typesSpeltAsText() {
        assertThat(only(sketch(4).node("Cast", "x", "y", text("to", "INT32"))).op())
                .isEqualTo(new Cast(ElementType.INT32));
    }

    @Test
    void groupScalesAreSpreadOverChannels() {
        Graph graph = new ModelSketch(18)
                .input("x", 1, 4, 2)
                .output("y")
                .constant("s", Tensor.of(Shape.of(2), 1f, 2))
                .constant("b", Tensor.of(Shape.of(2), 3f, 4))
                .node("GroupNormalization", "x s b", "y", integer("num_groups", 2))
                .read();
        assertThat(ops(graph)).containsExactly(new Gather(0), new Gather(0), new GroupNormalization(2, 1e-5f));
        assertThat(graph.constants().get("n0/groups").longs()).containsExactly(0, 0, 1, 1);
        assertThat(graph.constants()).hasSize(3);
    }

    @Test
    void batchNormalizationOfOldFilesMayNameItsStatistics() {
        ModelSketch sketch = sketch(6)
                .constant("v", Tensor.of(Shape.of(3), 1f, 2, 3))
                .node(
                        "BatchNormalization",
                        "x v v v v",
                        "y m1 v1 m2 v2",
                        real("momentum", 0.9f),
                        integer("is_test", 1),
                        integer("spatial", 1));
        Node node = only(sketch);
        assertThat(node.op()).isEqualTo(new BatchNormalization(1e-5f));
        assertThat(node.outputs()).containsExactly("y");
        assertThat(node.extras()).isEmpty();
    }

    @Test
    void zeroPointsTellWhatQuantizationGives() {
        ModelSketch sketch = sketch(13)
                .constant("s", Tensor.scalar(0.1f))
                .constant("z", Tensor.of(DType.INT8, Shape.SCALAR, new byte[1]));
        assertThat(only(sketch.node("QuantizeLinear", "x s z", "y")).op())
                .isEqualTo(new QuantizeLinear(1, 0, DType.INT8));
    }

    @Test
    void initializersThatAreAlsoInputsAreConstants() {
        Graph graph = sketch(13)
                .input("b", 4)
                .constant("b", Tensor.of(Shape.of(4), new float[4]))
                .node("Add", "x b", "y")
                .read();
        assertThat(graph.inputs()).hasSize(1);
        assertThat(graph.constants()).containsOnlyKeys("b");
    }

    @Test
    void namesAreMadeUnique() {
        ModelSketch sketch =
                sketch(13).node("Relu", "x", "a").node("Relu", "a", "b").node("Relu", "b", "y");
        sketch.graph.getNodeBuilder(0).setName("");
        sketch.graph.getNodeBuilder(1).setName("n2");
        assertThat(sketch.read().nodes().stream().map(Node::name)).containsExactly("Relu_0", "n2", "n2_2");
    }

    @Test
    void symbolsOfFreeExtentsAreKept() {
        ModelSketch sketch = new ModelSketch(13).output("y").node("Relu", "x", "y");
        sketch.graph.addInput(ModelSketch.value("x", DataType.FLOAT, 0, -1, 3));
        sketch.graph
                .getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(0)
                .setDimParam("batch");
        assertThat(sketch.read().inputs().get(0).dims()).containsExactly(Dim.free("batch"), Dim.free(null), Dim.of(3));
    }
}
