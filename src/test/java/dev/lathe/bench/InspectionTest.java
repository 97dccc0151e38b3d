package dev.lathe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.error.InputException;
import dev.lathe.graph.Dim;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Conv;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.DequantizeLinear;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Flatten;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.op.Op;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import dev.lathe.zoo.Zoo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectionTest {
    private static Tensor zeros(int... dims) {
        return Tensor.zeros(TensorType.float32(Shape.of(dims)));
    }

    private static Port port(String name, int... dims) {
        return new Port(
                name,
                DType.FLOAT32,
                java.util.Arrays.stream(dims).mapToObj(Dim::of).toList());
    }

    private static Graph graph(Port in, Port out, Map<String, Tensor> constants, Node... nodes) {
        return new Graph("test", List.of(in), List.of(out), constants, List.of(nodes), Map.of());
    }

    private static Inspection inspect(Graph graph) {
        return Inspection.of(graph, InputShapes.ofOne(graph.inputs(), Map.of()).orElseThrow(), 77);
    }

    private static Conv conv(int groups) {
        Window window = new Window(List.of(), List.of(2, 2), List.of(), Padding.NONE);
        return new Conv(window, groups, Epilogue.NONE);
    }

    @Test
    void countsConvolutionGemmAndBiases() {
        Graph graph = graph(
                port("x", -1, 4, 7, 7),
                port("z", -1, 5),
                Map.of("w", zeros(6, 2, 3, 3), "b", zeros(6), "s", zeros(6), "m", zeros(5, 54), "c", zeros(5)),
                new Node("conv", conv(2), List.of("x", "w", "b"), List.of("a")),
                new Node("bn", new BatchNormalization(1e-5f), List.of("a", "s", "s", "s", "s"), List.of("n")),
                new Node("flat", new Flatten(1), List.of("n"), List.of("f")),
                new Node("fc", new Gemm(1, 1, false, true, Epilogue.NONE), List.of("f", "m", "c"), List.of("z")));
        Inspection found = inspect(graph);
        // conv: 6·2·3·3 weights, met at 3x3 positions; gemm: 54·5
        assertThat(found.parameters()).isEqualTo(108 + 270);
        assertThat(found.macs()).isEqualTo(108 * 9 + 270);
        assertThat(found.biases()).isEqualTo(6 + 6 + 5);
        assertThat(found.bytes()).isEqualTo(77);
        assertThat(found.inputs()).containsExactly(new Inspection.Value("x", List.of(-1, 4, 7, 7), "float32"));
        assertThat(found.layers())
                .containsExactly(
                        new Inspection.Layer("conv", "Conv", List.of(1, 6, 3, 3), 108, 972L),
                        new Inspection.Layer("bn", "BatchNormalization", List.of(1, 6, 3, 3), 0, 0L),
                        new Inspection.Layer("flat", "Flatten", List.of(1, 54), 0, 0L),
                        new Inspection.Layer("fc", "Gemm", List.of(1, 5), 270, 270L));
    }

    @Test
    void countsTransposedConvolutionByItsInput() {
        Op op = new ConvTranspose(Window.of(), 1, List.of(), List.of());
        Graph graph = graph(
                port("x", 1, 2, 5, 5),
                port("y", 1, 3, 7, 7),
                Map.of("w", zeros(2, 3, 3, 3)),
                new Node("up", op, List.of("x", "w"), List.of("y")));
        // each of 2·5·5 values meets 3·3·3 weights
        assertThat(inspect(graph).macs()).isEqualTo(50 * 27);
    }

    @Test
    void countsSharedAndQuantisedWeightsOnce() {
        Map<String, Tensor> constants =
                Map.of("q", Tensor.of(DType.INT8, Shape.of(4, 4), new byte[16]), "scale", Tensor.scalar(0.5f));
        Graph graph = graph(
                port("x", -1, 4),
                port("y", -1, 4),
                constants,
                new Node("dq", new DequantizeLinear(1, 0), List.of("q", "scale"), List.of("w")),
                new Node("one", new MatMul(), List.of("x", "w"), List.of("h")),
                new Node("two", new MatMul(), List.of("h", "w"), List.of("y")));
        Inspection found = inspect(graph);
        assertThat(found.parameters()).isEqualTo(16);
        assertThat(found.macs()).isEqualTo(32);
        assertThat(found.layers()).extracting(Inspection.Layer::parameters).containsExactly(0L, 16L, 16L);
    }

    @Test
    void freeSpatialExtentsHaveToBeTold() {
        Graph graph = graph(
                port("x", -1, 4, -1, -1),
                port("y", -1, 6, -1, -1),
                Map.of("w", zeros(6, 4, 1, 1)),
                new Node("conv", conv(1), List.of("x", "w"), List.of("y")));
        assertThat(InputShapes.ofOne(graph.inputs(), Map.of())).isEmpty();
        Inspection unknown = Inspection.of(graph, 0);
        assertThat(unknown.macs()).isNull();
        assertThat(unknown.parameters()).isEqualTo(24);
        assertThat(unknown.layers().get(0).output()).isNull();
        Map<String, Shape> told = Map.of("x", Shape.of(8, 4, 3, 5));
        Map<String, Shape> shapes = InputShapes.ofOne(graph.inputs(), told).orElseThrow();
        assertThat(Inspection.of(graph, shapes, 0).macs()).isEqualTo(24 * 2 * 3);
        assertThat(InputShapes.of(graph.inputs(), 3, told)).containsEntry("x", Shape.of(3, 4, 3, 5));
        assertThatThrownBy(() -> InputShapes.of(graph.inputs(), 3, Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--shape x=1x4x224x224");
        assertThatThrownBy(() -> InputShapes.of(graph.inputs(), 1, Map.of("x", Shape.of(1, 5, 3, 3))))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> InputShapes.of(graph.inputs(), 1, Map.of("q", Shape.of(1))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'q'");
    }

    /** AlexNet's and VGG-16's weights as their papers count them. */
    @ParameterizedTest
    @CsvSource({"alexnet, 60954656", "vgg16, 138344128"})
    void agreesWithThePapers(String name, long parameters) {
        assertThat(inspect(Zoo.graph(name, 1)).parameters()).isEqualTo(parameters);
    }
}
