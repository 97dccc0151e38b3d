package dev.lathe.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import dev.lathe.op.Resize;
import dev.lathe.op.Resize.AspectRatio;
import dev.lathe.op.Resize.Coordinates;
import dev.lathe.op.Resize.Interpolation;
import dev.lathe.op.Resize.Rounding;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Resize against ONNX Runtime, in all the ways in which the two mean the same. */
class InterpolationOracleTest {
    /**
     * Inputs are below 1. ONNX Runtime weighs up to some hundred neighbours in single precision, a few roundings of
     * 6e-8 each.
     */
    private static final double TOLERANCE = 2e-5;

    private static final Shape X = Shape.of(1, 2, 7, 9);
    private static final float[] WHOLE = {1, 1, 3, 2};
    private static final float[] FRACTIONS = {1, 1, 0.6f, 1.7f};
    private static final float[] SMALLER = {1, 1, 0.4f, 0.3f};
    private static final long[] SIZES = {1, 2, 5, 13};
    private static final long[] DOWN = {1, 2, 3, 4};
    private static final long[] LINE = {1, 2, 1, 17};

    /** One call; exactly one of scales and sizes has entries. */
    record Case(Resize op, float[] roi, float[] scales, long[] sizes) {
        @Override
        public String toString() {
            return op + " scales " + Arrays.toString(scales) + " sizes " + Arrays.toString(sizes);
        }
    }

    static Stream<Case> nearest() {
        return Arrays.stream(Coordinates.values())
                .filter(c -> c != Coordinates.TF_CROP_AND_RESIZE)
                .flatMap(c -> Arrays.stream(Rounding.values())
                        .flatMap(r -> extents(c, resize(Interpolation.NEAREST, c, r, false, false))));
    }

    static Stream<Case> weighted() {
        return Stream.of(Interpolation.LINEAR, Interpolation.CUBIC)
                .flatMap(i -> Arrays.stream(Coordinates.values())
                        .filter(c -> c != Coordinates.TF_CROP_AND_RESIZE && c != Coordinates.TF_HALF_PIXEL_FOR_NN)
                        .flatMap(c -> extents(c, resize(i, c, Rounding.FLOOR, false, false))));
    }

    static Stream<Case> outsideExcluded() {
        Resize plain = resize(Interpolation.CUBIC, Coordinates.HALF_PIXEL, Rounding.FLOOR, true, false);
        Resize smooth = resize(Interpolation.CUBIC, Coordinates.HALF_PIXEL, Rounding.FLOOR, true, true);
        Resize linear = resize(Interpolation.LINEAR, Coordinates.HALF_PIXEL, Rounding.FLOOR, true, true);
        return Stream.of(plain, smooth, linear).flatMap(op -> extents(op.coordinates(), op));
    }

    static Stream<Case> antialiased() {
        return Stream.of(Interpolation.LINEAR, Interpolation.CUBIC)
                .flatMap(i -> Stream.of(Coordinates.HALF_PIXEL, Coordinates.ALIGN_CORNERS, Coordinates.ASYMMETRIC)
                        .flatMap(c -> extents(c, resize(i, c, Rounding.FLOOR, false, true))));
    }

    static Stream<Case> cropped() {
        float[] roi = {0, 0, 0.2f, -0.1f, 1, 1, 0.9f, 0.8f};
        return Arrays.stream(Interpolation.values())
                .map(i -> resize(i, Coordinates.TF_CROP_AND_RESIZE, Rounding.ROUND_PREFER_FLOOR, false, false))
                .flatMap(op -> Stream.of(SIZES, DOWN, LINE).map(sizes -> new Case(op, roi, new float[0], sizes)));
    }

    static Stream<Case> keepingAspect() {
        return Stream.of(AspectRatio.NOT_LARGER, AspectRatio.NOT_SMALLER)
                .map(ratio -> new Resize(
                        Interpolation.LINEAR,
                        Coordinates.HALF_PIXEL,
                        Rounding.FLOOR,
                        -0.75f,
                        false,
                        0,
                        false,
                        ratio,
                        List.of(2, 3)))
                .flatMap(op -> Stream.of(new long[] {5, 13}, new long[] {20, 6})
                        .map(sizes -> new Case(op, new float[0], new float[0], sizes)));
    }

    private static Stream<Case> extents(Coordinates coordinates, Resize op) {
        // with a corner to align, ONNX Runtime takes the rounded extent for the length, and Lathe, as the
        // specification's reference, the unrounded one
        Stream<float[]> scales = coordinates == Coordinates.ALIGN_CORNERS
                ? Stream.of(WHOLE)
                : Stream.of(WHOLE, FRACTIONS, SMALLER);
        return Stream.concat(
                scales.map(scale -> new Case(op, new float[0], scale, new long[0])),
                Stream.of(SIZES, DOWN, LINE).map(sizes -> new Case(op, new float[0], new float[0], sizes)));
    }

    private static Resize resize(
            Interpolation interpolation, Coordinates coordinates, Rounding rounding, boolean exclude, boolean smooth) {
        return new Resize(
                interpolation,
                coordinates,
                rounding,
                -0.6f,
                exclude,
                0.25f,
                smooth,
                AspectRatio.STRETCH,
                List.of());
    }

    @ParameterizedTest
    @MethodSource({"nearest", "weighted", "outsideExcluded", "antialiased", "cropped", "keepingAspect"})
    void agreesWithOnnxRuntime(Case given) throws OrtException {
        float[] data = new float[X.size()];
        Random random = new Random(41);
        for (int i = 0; i < data.length; i++) {
            data[i] = random.nextFloat();
        }

        Tensor result = Reference.evaluate(
                        given.op,
                        Arrays.asList(
                                Tensor.of(X, data),
                                Tensor.of(Shape.of(given.roi.length), given.roi),
                                Tensor.of(Shape.of(given.scales.length), given.scales),
                                Tensor.vector(given.sizes)))
                .getFirst();

        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model(given).toByteArray());
                OnnxTensor x = OnnxTensor.createTensor(environment, FloatBuffer.wrap(data), new long[] {1, 2, 7, 9});
                OrtSession.Result expected = session.run(Map.of("x", x))) {
            OnnxTensor y = (OnnxTensor) expected.get(0);
            assertThat(result.shape()).isEqualTo(Shape.of(y.getInfo().getShape()));
            float[] wanted = new float[result.size()];
            y.getFloatBuffer().get(wanted);
            assertThat(result.floats()).containsExactly(wanted, within((float) TOLERANCE));
        }
    }

    private static ModelProto model(Case given) {
        Resize op = given.op;
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType("Resize")
                .addAllInput(List.of(
                        "x",
                        given.roi.length > 0 ? "roi" : "",
                        given.scales.length > 0 ? "scales" : "",
                        given.sizes.length > 0 ? "sizes" : ""))
                .addOutput("y")
                .addAttribute(text("mode", op.interpolation()))
                .addAttribute(text("coordinate_transformation_mode", op.coordinates()))
                .addAttribute(text("nearest_mode", op.rounding()))
                .addAttribute(text("keep_aspect_ratio_policy", op.aspectRatio()))
                .addAttribute(number("cubic_coeff_a", op.cubicA()))
                .addAttribute(number("extrapolation_value", op.extrapolation()))
                .addAttribute(flag("exclude_outside", op.excludeOutside()))
                .addAttribute(flag("antialias", op.antialias()));
        if (!op.axes().isEmpty()) {
            AttributeProto.Builder axes =
                    AttributeProto.newBuilder().setName("axes").setType(AttributeType.INTS);
            op.axes().forEach(axes::addInts);
            node.addAttribute(axes);
        }
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("resize")
                .addNode(node)
                .addInput(value("x", X.dims()))
                .addOutput(value("y"));
        if (given.roi.length > 0) {
            graph.addInitializer(floats("roi", given.roi));
        }
        if (given.scales.length > 0) {
            graph.addInitializer(floats("scales", given.scales));
        }
        if (given.sizes.length > 0) {
            TensorProto.Builder sizes = TensorProto.newBuilder().setName("sizes").setDataType(7);
            sizes.addDims(given.sizes.length);
            Arrays.stream(given.sizes).forEach(sizes::addInt64Data);
            graph.addInitializer(sizes);
        }
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(18))
                .setGraph(graph)
                .build();
    }

    private static AttributeProto.Builder text(String name, Enum<?> value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value.name().toLowerCase(Locale.ROOT)));
    }

    private static AttributeProto.Builder number(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.FLOAT)
                .setF(value);
    }

    private static AttributeProto.Builder flag(String name, boolean value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INT)
                .setI(value ? 1 : 0);
    }

    private static TensorProto floats(String name, float[] values) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(1);
        tensor.addDims(values.length);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        return tensor.build();
    }

    private static ValueInfoProto value(String name, int... dims) {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(1);
        for (int dim : dims) {
            tensor.getShapeBuilder().addDimBuilder().setDimValue(dim);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
