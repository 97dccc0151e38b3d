package dev.lathe.onnx;

import static dev.lathe.onnx.ModelSketch.integer;
import static dev.lathe.onnx.ModelSketch.integers;
import static dev.lathe.onnx.ModelSketch.reals;
import static dev.lathe.onnx.ModelSketch.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.TestDevices;
import dev.lathe.error.LatheException;
import dev.lathe.error.LimitException;
import dev.lathe.error.ModelException;
import dev.lathe.graph.Graph;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that ask for endless memory, time or stack are refused with a sentence, and at once. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileModelTest {
    private static final List<String> DEVICES = TestDevices.all();
    private static final long HUGE = 2_500_000_000L;
    private static final long WIDE = 50_000;
    private static final int LONG_CHAIN = 100_000;

    private static ModelSketch sketch() {
        return new ModelSketch(13).input("x", 1, 1, 4, 4).output("y");
    }

    private static Tensor floats(float... values) {
        return Tensor.of(Shape.of(values.length), values);
    }

    private static ModelSketch with(Tensor parameter, String operator, String inputs, AttributeProto... attributes) {
        return sketch().constant("p", parameter).node(operator, inputs, "y", attributes);
    }

    private static Arguments of(String name, ModelSketch sketch) {
        return Arguments.of(name, sketch.bytes());
    }

    static Stream<Arguments> tooLarge() {
        return Stream.of(windows(), constants(), fills(), moves(), resizes(), pads())
                .flatMap(s -> s);
    }

    private static Stream<Arguments> windows() {
        AttributeProto kernel = integers("kernel_shape", 1L, 1L);
        Tensor one = Tensor.of(Shape.of(1, 1, 1, 1), 1f);
        return Stream.of(
                        integers("pads", WIDE, WIDE, WIDE, WIDE),
                        integers("pads", 0L, 0L, 0L, (1L << 31) - 1),
                        integers("pads", 0L, 0L, 0L, 1L << 31),
                        integers("pads", 0L, Long.MAX_VALUE, 0L, Long.MAX_VALUE),
                        integers("pads", Long.MIN_VALUE, 0L, 0L, 0L),
                        integers("pads", -4L, -4L, -4L, -4L),
                        integers("kernel_shape", HUGE, 1L),
                        integers("kernel_shape", (1L << 31) - 1, (1L << 31) - 1),
                        integers("strides", HUGE, 1L),
                        integers("strides", 0L, 1L),
                        integers("strides", Long.MIN_VALUE, 1L),
                        integers("dilations", Long.MAX_VALUE, 1L),
                        integers("group", Long.MAX_VALUE))
                .flatMap(hostile -> Stream.of("MaxPool", "AveragePool", "LpPool", "Conv", "ConvTranspose")
                        .filter(operator -> operator.startsWith("Conv")
                                || !hostile.getName().equals("group"))
                        .map(operator -> {
                            boolean weighs = operator.startsWith("Conv");
                            ModelSketch sketch = weighs
                                    ? with(one, operator, "x p", hostile)
                                    : hostile.getName().equals("kernel_shape")
                                            ? sketch().node(operator, "x", "y", hostile)
                                            : sketch().node(operator, "x", "y", kernel, hostile);
                            return of(operator + " " + hostile.getName() + hostile.getIntsList(), sketch);
                        }));
    }

    private static Stream<Arguments> constants() {
        TensorProto.Builder declared = TensorProto.newBuilder().setName("p").setDataType(DataType.FLOAT_VALUE);
        TensorProto extent = declared.clone().addDims(HUGE).build();
        TensorProto product = declared.clone().addDims(WIDE).addDims(WIDE).build();
        TensorProto negative = declared.clone().addDims(-1).build();
        TensorProto overflow =
                declared.clone().addDims(1L << 32).addDims(1L << 32).build();
        return Stream.of(extent, product, negative, overflow)
                .flatMap(proto -> Stream.of(
                        of("initializer", sketch().constant(proto).node("Add", "x p", "y")),
                        of("Constant", sketch().node("Constant", "", "y", tensor(proto)))));
    }

    private static AttributeProto tensor(TensorProto proto) {
        return AttributeProto.newBuilder()
                .setName("value")
                .setType(AttributeType.TENSOR)
                .setT(proto)
                .build();
    }

    private static Stream<Arguments> fills() {
        Tensor by = Tensor.scalar(1L);
        return Stream.of(
                of("ConstantOfShape", with(Tensor.vector(WIDE, WIDE), "ConstantOfShape", "p")),
                of("ConstantOfShape of one axis", with(Tensor.vector(HUGE), "ConstantOfShape", "p")),
                of("ConstantOfShape, negative", with(Tensor.vector(-1), "ConstantOfShape", "p")),
                of("ConstantOfShape, 2 GB", with(Tensor.vector((1L << 31) - 9), "ConstantOfShape", "p")),
                of(
                        "Range",
                        with(Tensor.scalar(Long.MAX_VALUE), "Range", "q p r")
                                .constant("q", by)
                                .constant("r", by)),
                of(
                        "Range of floats",
                        with(Tensor.scalar(1e30f), "Range", "q p r")
                                .constant("q", Tensor.scalar(0f))
                                .constant("r", Tensor.scalar(1e-30f))),
                of(
                        "Range of NaN",
                        with(Tensor.scalar(Float.NaN), "Range", "q p p").constant("q", Tensor.scalar(0f))));
    }

    private static Stream<Arguments> moves() {
        return Stream.of(
                of("Expand", with(Tensor.vector(WIDE, WIDE, 4, 4), "Expand", "x p")),
                of("Expand, negative", with(Tensor.vector(-2, 1, 4, 4), "Expand", "x p")),
                of("Tile", with(Tensor.vector(WIDE, WIDE, 1, 1), "Tile", "x p")),
                of("Tile, overflow", with(Tensor.vector(1, 1, 1, Long.MAX_VALUE), "Tile", "x p")),
                of("Tile, negative", with(Tensor.vector(1, 1, 1, -1), "Tile", "x p")),
                of("Reshape", with(Tensor.vector(WIDE, WIDE), "Reshape", "x p")),
                of("Reshape, overflow to 16", with(Tensor.vector(1L << 32, 1L << 32, 16), "Reshape", "x p")),
                of("Reshape, least", with(Tensor.vector(Long.MIN_VALUE, -16), "Reshape", "x p")),
                of("Squeeze", with(Tensor.vector(Long.MIN_VALUE), "Squeeze", "x p")),
                of("Unsqueeze", with(Tensor.vector(Long.MAX_VALUE), "Unsqueeze", "x p")),
                of("Gather", with(Tensor.vector(Long.MIN_VALUE), "Gather", "x p")),
                of("DepthToSpace", sketch().node("DepthToSpace", "x", "y", integer("blocksize", 1L << 30))),
                of("SpaceToDepth", sketch().node("SpaceToDepth", "x", "y", integer("blocksize", Integer.MAX_VALUE))),
                of("Split", with(Tensor.vector(Long.MAX_VALUE, Long.MIN_VALUE), "Split", "x p")),
                of("Transpose", sketch().node("Transpose", "x", "y", integers("perm", 0L, 0L, 0L, 1L << 31))));
    }

    private static Stream<Arguments> resizes() {
        return Stream.of(1e9f, 1e38f, Float.NaN, Float.POSITIVE_INFINITY, -1f, 0f)
                .flatMap(scale -> Stream.of(
                        of("Resize by " + scale, with(floats(1, 1, scale, scale), "Resize", "x - p")),
                        of(
                                "Upsample by " + scale,
                                new ModelSketch(9)
                                        .input("x", 1, 1, 4, 4)
                                        .output("y")
                                        .constant("p", floats(1, 1, scale, scale))
                                        .node("Upsample", "x p", "y")),
                        of(
                                "Upsample by the attribute " + scale,
                                new ModelSketch(7)
                                        .input("x", 1, 1, 4, 4)
                                        .output("y")
                                        .node("Upsample", "x", "y", reals("scales", 1f, 1f, scale, scale)))));
    }

    private static Stream<Arguments> pads() {
        long[] amounts = {WIDE, HUGE, (1L << 31) - 1, -(1L << 31), Long.MAX_VALUE, Long.MIN_VALUE, -5};
        return Arrays.stream(amounts).boxed().flatMap(amount -> Stream.of("constant", "edge", "reflect", "wrap")
                .map(mode -> of(
                        "Pad " + mode + " by " + amount,
                        new ModelSketch(19)
                                .input("x", 1, 1, 4, 4)
                                .output("y")
                                .constant("p", Tensor.vector(0, 0, amount, 0, 0, 0, amount, amount))
                                .node("Pad", "x p", "y", text("mode", mode)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tooLarge")
    void whatIsDeclaredTooLargeIsRefused(String name, byte[] model) {
        assertThat(model).hasSizeLessThan(1024);
        for (String device : DEVICES) {
            assertThatThrownBy(() -> run(OnnxReader.read(model, name), name, device))
                    .isInstanceOf(LatheException.class)
                    .hasMessageStartingWith(name);
        }
    }

    @Test
    void aChainOfDoublingsIsRefused() {
        for (String operator : new String[] {"Tile", "Concat", "Resize"}) {
            ModelSketch sketch =
                    sketch().constant("two", Tensor.vector(2, 1, 1, 1)).constant("by", floats(2, 1, 1, 1));
            for (int i = 0; i < 40; i++) {
                String from = i == 0 ? "x" : "v" + i;
                String to = i == 39 ? "y" : "v" + (i + 1);
                switch (operator) {
                    case "Tile" -> sketch.node("Tile", from + " two", to);
                    case "Concat" -> sketch.node("Concat", from + " " + from, to, integer("axis", 0));
                    default -> sketch.node("Resize", from + " - by", to);
                }
            }
            assertRefused(LimitException.class, sketch, "doublings");
        }
    }

    @Test
    void manyLargeValuesTogetherAreRefused() {
        // each of them fits, all of them are alive at the end
        ModelSketch sketch = sketch().constant("p", Tensor.vector(1, 1, 4096, 4096));
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            sketch.node("ConstantOfShape", "p", "v" + i);
            values.append(" v").append(i);
        }
        sketch.node("Max", values.substring(1), "y");
        for (int i = 0; i < 400; i++) {
            sketch.output("v" + i);
        }
        assertRefused(LimitException.class, sketch, "many");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void enormousStridesAndDilationsWithRoomForOneWindowRun(int channels) {
        for (Tensor w :
                new Tensor[] {SampleGraphs.random(64, channels, 1, 1), SampleGraphs.random(3, channels, 1, 1)}) {
            for (long step : new long[] {1 << 16, 1 << 30, Integer.MAX_VALUE}) {
                ModelSketch sketch = new ModelSketch(13)
                        .input("x", 1, 1, 4, 4)
                        .output("y")
                        .constant("w", w)
                        .constant("times", Tensor.vector(1, channels, 1, 1))
                        .node("Tile", "x times", "t")
                        .node("Conv", "t w", "y", integers("strides", step, step), integers("dilations", step, step));
                for (String device : DEVICES) {
                    assertThat(run(OnnxReader.read(sketch.bytes(), "step"), "step", device)
                                    .get("y")
                                    .shape())
                            .isEqualTo(Shape.of(1, w.shape().dim(0), 1, 1));
                }
            }
        }
    }

    @Test
    void groupsOfNothingAreRefused() {
        Tensor none = Tensor.of(Shape.of(0, 0, 1, 1), new float[0]);
        ModelSketch sketch = new ModelSketch(13)
                .input("x", 1, 1, 4, 4)
                .output("y")
                .constant("w", none)
                .constant("from", Tensor.vector(0))
                .constant("axis", Tensor.vector(1))
                .node("Slice", "x from from axis", "e")
                .node("Conv", "e w", "y", integer("group", Integer.MAX_VALUE));
        assertRefused(ModelException.class, sketch, "groups");
    }

    @Test
    void cyclesAndLooseEndsAreRefused() {
        assertRefused(ModelException.class, sketch().node("Relu", "y", "y"), "loop");
        assertRefused(ModelException.class, sketch().node("Add", "x z", "y").node("Relu", "y", "z"), "cycle");
        assertRefused(ModelException.class, sketch().node("Relu", "nowhere", "y"), "loose");
        assertRefused(ModelException.class, sketch().node("Relu", "x", "x"), "redefined");
        assertRefused(ModelException.class, sketch().node("Relu", "x", "z"), "no output");
    }

    @Test
    void aVeryLongChainRuns() {
        assertLongChainRuns("Relu");
    }

    /** Each of them is the business of another pass, or of none. */
    @ParameterizedTest
    @Tag("fuzz")
    @ValueSource(strings = {"Identity", "Neg", "Add", "Mul", "Conv", "Reshape", "Cast", "Dropout", "Transpose"})
    void veryLongChainsOfEveryKindRun(String operator) {
        assertLongChainRuns(operator);
    }

    private static void assertLongChainRuns(String operator) {
        ModelSketch sketch =
                sketch().constant("w", Tensor.of(Shape.of(1, 1, 1, 1), 1f)).constant("s", Tensor.vector(1, 1, 4, 4));
        String second =
                Map.of("Add", " w", "Mul", " w", "Conv", " w", "Reshape", " s").getOrDefault(operator, "");
        AttributeProto[] attributes = operator.equals("Cast")
                ? new AttributeProto[] {integer("to", DataType.FLOAT16_VALUE)}
                : new AttributeProto[0];
        for (int i = 0; i < LONG_CHAIN; i++) {
            String to = i == LONG_CHAIN - 1 ? "y" : "v" + (i + 1);
            sketch.node(operator, (i == 0 ? "x" : "v" + i) + second, to, attributes);
        }
        byte[] model = sketch.bytes();
        for (String device : DEVICES) {
            assertThat(run(OnnxReader.read(model, "long"), "long", device)
                            .get("y")
                            .shape())
                    .isEqualTo(Shape.of(1, 1, 4, 4));
        }
    }

    private static void assertRefused(Class<? extends LatheException> kind, ModelSketch sketch, String label) {
        for (String device : DEVICES) {
            assertThatThrownBy(() -> run(OnnxReader.read(sketch.bytes(), label), label, device))
                    .isInstanceOf(kind)
                    .hasMessageStartingWith(label);
        }
    }

    private static Map<String, Tensor> run(Graph graph, String label, String device) {
        try (Engine engine = Engine.open(device);
                Session session = engine.session(Model.of(graph, label))) {
            return session.run(Map.of("x", Tensor.of(Shape.of(1, 1, 4, 4), new float[16])));
        }
    }
}
