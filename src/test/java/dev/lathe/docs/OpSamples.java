package dev.lathe.docs;

import dev.lathe.backend.reference.Reference;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.*;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A small use of every operator, and of every variant that ONNX gives a name of its own. */
final class OpSamples {
    private static final Window WINDOW = Window.of(2, 2);
    private static final Tensor X = floats(2, 4, 5, 3);
    private static final Tensor CHANNELS = floats(4);
    private static final Tensor MATRIX = floats(3, 7);
    private static final Tensor BYTES = bytes(DType.UINT8, 1, 2, 4, 5);
    private static final Tensor SCALE = Tensor.scalar(0.5f);
    private static final Tensor ZERO_POINT = Tensor.of(DType.UINT8, Shape.SCALAR, new byte[] {3});

    /**
     * @param operands of one node; null stands for an optional one left out. None is larger in magnitude than 1, unless
     *     it is of integers, and no sum has more than 50 terms
     */
    record Sample(Op op, List<@Nullable Tensor> operands) {
        Operands types() {
            return Operands.ofValues(operands);
        }

        /** The node alone. Operand 0 is an input if it can be, the others are constants. */
        Graph graph() {
            List<String> names = new ArrayList<>();
            Map<String, Tensor> constants = new LinkedHashMap<>();
            for (int i = 0; i < operands.size(); i++) {
                Tensor operand = operands.get(i);
                names.add(operand == null ? "" : "operand" + i);
                if (operand != null && (i > 0 || !hasInput())) {
                    constants.put("operand" + i, operand);
                }
            }
            List<Port> inputs = inputs().stream()
                    .map(input -> Port.of("operand0", input.dtype(), input.shape()))
                    .toList();
            List<Port> outputs = new ArrayList<>();
            for (TensorType type : op.infer(types())) {
                outputs.add(Port.of("result" + outputs.size(), type.dtype(), type.shape()));
            }
            List<String> results = outputs.stream().map(Port::name).toList();
            return new Graph(
                    "sample", inputs, outputs, constants, List.of(new Node("node", op, names, results)), Map.of());
        }

        private boolean hasInput() {
            return !op.parameters().contains(0);
        }

        List<Tensor> inputs() {
            return hasInput() ? operands.subList(0, 1) : List.of();
        }
    }

    private OpSamples() {}

    static List<Sample> all() {
        return Stream.of(
                        elementwise(),
                        activations(),
                        windows(),
                        matrices(),
                        quantised(),
                        reductions(),
                        moves(),
                        norms())
                .flatMap(samples -> samples)
                .toList();
    }

    private static Sample of(Op op, @Nullable Tensor... operands) {
        return new Sample(op, Arrays.asList(operands));
    }

    private static Tensor floats(int... dims) {
        Shape shape = Shape.of(dims);
        Random random = new Random(shape.size());
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return Tensor.of(shape, values);
    }

    private static Tensor bytes(DType dtype, int... dims) {
        Shape shape = Shape.of(dims);
        byte[] values = new byte[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (i * 5 % 7);
        }
        return Tensor.of(dtype, shape, values);
    }

    private static Tensor truths() {
        return Tensor.of(DType.BOOL, Shape.of(3), new byte[] {0, 1, 1});
    }

    private static Stream<Sample> elementwise() {
        Stream<Sample> unary = Arrays.stream(Unary.Function.values())
                .map(function -> of(new Unary(function), function == Unary.Function.NOT ? truths() : X));
        Stream<Sample> binary = Arrays.stream(Binary.Function.values()).map(function -> switch (function) {
            case AND, OR, XOR -> of(new Binary(function), truths(), truths());
            case ADD, SUB, MUL, MIN, MAX, EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                of(new Binary(function), X, floats(5, 1));
            // Quotients stay small, and no remainder hangs on the last bit of a quotient.
            case DIV, MOD, FMOD, POW -> of(new Binary(function), floats(2, 3), Tensor.of(Shape.of(3), 2f, 1.5f, 4f));
        });
        Stream<Sample> casts = Arrays.stream(ElementType.values()).map(to -> of(new Cast(to), X));
        Stream<Sample> others = Stream.of(
                of(new Dropout(), X),
                of(new Identity(), X),
                of(new PRelu(), X, floats(4, 1, 1)),
                of(new Where(), truths(), floats(2, 3), floats(1)));
        return Stream.of(unary, binary, casts, others).flatMap(samples -> samples);
    }

    private static Stream<Sample> activations() {
        return Stream.of(
                        new Activation.Relu(),
                        new Activation.LeakyRelu(0.1f),
                        new Activation.Elu(1),
                        new Activation.Selu(1.6f, 1.05f),
                        new Activation.Celu(2),
                        new Activation.Clip(-0.5f, 0.25f),
                        new Activation.Sigmoid(),
                        new Activation.HardSigmoid(0.2f, 0.5f),
                        new Activation.HardSwish(),
                        new Activation.Tanh(),
                        new Activation.Softplus(),
                        new Activation.Softsign(),
                        new Activation.Gelu(false),
                        new Activation.Gelu(true),
                        new Activation.Mish(),
                        new Activation.Swish(1),
                        new Activation.ThresholdedRelu(0.5f),
                        new Activation.Shrink(0.1f, 0.5f))
                .map(function -> of(new Activate(function), X));
    }

    private static Stream<Sample> windows() {
        Stream<Sample> pools = Arrays.stream(Pool.Kind.values())
                .flatMap(kind -> Stream.of(
                        of(new Pool(kind, WINDOW, false, false, 2, false), X), of(new GlobalPool(kind, 2), X)));
        Stream<Sample> convolutions = Stream.of(
                of(new Conv(WINDOW, 1, Epilogue.NONE), X, floats(6, 4, 2, 2), floats(6)),
                of(new Conv(WINDOW, 2, Epilogue.NONE), X, floats(6, 2, 2, 2)),
                of(new Conv(WINDOW, 4, Epilogue.NONE), X, floats(4, 1, 2, 2)),
                of(new Conv(Window.of(2), 1, Epilogue.NONE), floats(1, 4, 5), floats(3, 4, 2)),
                of(new Conv(Window.of(1, 2, 2), 1, Epilogue.NONE), floats(1, 2, 2, 3, 4), floats(3, 2, 1, 2, 2)),
                of(new ConvTranspose(WINDOW, 1, List.of(), List.of()), X, floats(4, 3, 2, 2), floats(3)));
        Pool largest = new Pool(Pool.Kind.MAX, WINDOW, false, false, 2, false);
        Tensor indices = Reference.evaluate(largest, List.of(X)).get(1);
        Stream<Sample> gradients = Stream.of(
                of(new MaxPoolGradient(WINDOW, false), floats(2, 4, 4, 2), indices, Tensor.vector(2, 4, 5, 3)),
                of(new ConvFilterGradient(WINDOW, 2), X, floats(2, 6, 4, 2), Tensor.vector(6, 2, 2, 2)),
                of(new ReluGradient(), X, floats(2, 4, 5, 3)),
                of(new Moments(), X),
                of(
                        new BatchNormalizationGradient(0.1f),
                        X,
                        floats(2, 4, 5, 3),
                        floats(4),
                        floats(4),
                        Tensor.of(Shape.of(4), 1f, 2, 3, 4)));
        return Stream.of(pools, convolutions, gradients).flatMap(samples -> samples);
    }

    private static Stream<Sample> matrices() {
        return Stream.of(
                of(new Gemm(1, 1, false, true, Epilogue.NONE), MATRIX, floats(5, 7), floats(5)),
                of(new MatMul(), MATRIX, floats(2, 7, 5)));
    }

    private static Stream<Sample> quantised() {
        Tensor filters = bytes(DType.UINT8, 3, 2, 2, 2);
        Tensor left = bytes(DType.UINT8, 3, 7);
        Tensor right = bytes(DType.UINT8, 7, 2);
        return Stream.of(
                of(new QuantizeLinear(1, 0, DType.UINT8), X, SCALE, ZERO_POINT),
                of(new DequantizeLinear(1, 0), BYTES, SCALE, ZERO_POINT),
                of(new DynamicQuantizeLinear(), X),
                of(new ConvInteger(WINDOW, 1), BYTES, filters, ZERO_POINT),
                of(new MatMulInteger(), left, right, ZERO_POINT),
                of(new QLinearConv(WINDOW, 1), BYTES, SCALE, ZERO_POINT, filters, SCALE, ZERO_POINT, SCALE, ZERO_POINT),
                of(new QLinearMatMul(), left, SCALE, ZERO_POINT, right, SCALE, ZERO_POINT, SCALE, ZERO_POINT));
    }

    private static Stream<Sample> reductions() {
        Stream<Sample> reductions = Arrays.stream(Reduce.Function.values())
                .map(function -> of(new Reduce(function, true, false), X, Tensor.vector(1, 3)));
        return Stream.concat(
                reductions,
                Stream.of(
                        of(new ArgReduce(true, 1, true, false), X),
                        of(new ArgReduce(false, 1, true, false), X),
                        of(new Softmax(1, false, false), X),
                        of(new Softmax(-1, true, false), X)));
    }

    private static Stream<Sample> norms() {
        Tensor positive = Tensor.of(Shape.of(4), 0.5f, 1, 0.25f, 0.75f);
        return Stream.of(
                of(new BatchNormalization(1e-5f), X, CHANNELS, CHANNELS, CHANNELS, positive),
                of(new InstanceNormalization(1e-5f), X, CHANNELS, CHANNELS),
                of(new GroupNormalization(2, 1e-5f), X, CHANNELS, CHANNELS),
                of(new LayerNormalization(-1, 1e-5f), X, floats(3), floats(3)),
                of(new Lrn(3, 1e-4f, 0.75f, 1), X));
    }

    private static Stream<Sample> moves() {
        Tensor indices = Tensor.of(Shape.of(2, 1), 1L, -1L);
        Stream<Sample> pads =
                Arrays.stream(Pad.Mode.values()).map(mode -> of(new Pad(mode), MATRIX, Tensor.vector(1, 2, 0, -1)));
        Stream<Sample> resizes = Arrays.stream(Resize.Interpolation.values())
                .map(interpolation -> of(resize(interpolation), X, null, Tensor.of(Shape.of(4), 1f, 1f, 2f, 1.5f)));
        Stream<Sample> others = Stream.of(
                of(new Concat(1), MATRIX, floats(3, 2)),
                of(new ConstantOfShape(Tensor.scalar(2f)), Tensor.vector(2, 3)),
                of(new DepthToSpace(2, false), X),
                of(new SpaceToDepth(2), floats(1, 3, 4, 6)),
                of(new Expand(), MATRIX, Tensor.vector(2, 1, 7)),
                of(new Flatten(2), X),
                of(new Gather(1), X, indices),
                of(new GatherElements(0), MATRIX, indices),
                of(new Range(), Tensor.scalar(1L), Tensor.scalar(8L), Tensor.scalar(3L)),
                of(new Reshape(false), X, Tensor.vector(0, -1)),
                of(new ShapeOf(0, Integer.MAX_VALUE), X),
                of(new SizeOf(), X),
                of(new Slice(), X, Tensor.vector(3), Tensor.vector(-9), Tensor.vector(2), Tensor.vector(-2)),
                of(new Split(1, 2), X, Tensor.vector(1, 3)),
                of(new Squeeze(), floats(1, 4, 1), Tensor.vector(0)),
                of(new Tile(), MATRIX, Tensor.vector(2, 1)),
                of(new Transpose(List.of(0, 2, 3, 1)), X),
                of(new Unsqueeze(), MATRIX, Tensor.vector(0, -1)));
        return Stream.of(pads, resizes, others).flatMap(samples -> samples);
    }

    private static Resize resize(Resize.Interpolation interpolation) {
        return new Resize(
                interpolation,
                Resize.Coordinates.HALF_PIXEL,
                Resize.Rounding.ROUND_PREFER_FLOOR,
                -0.75f,
                false,
                0,
                false,
                Resize.AspectRatio.STRETCH,
                List.of());
    }
}
