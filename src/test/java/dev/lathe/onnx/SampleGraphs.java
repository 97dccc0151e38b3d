package dev.lathe.onnx;

import dev.lathe.graph.Dim;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.ArgReduce;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Binary;
import dev.lathe.op.Cast;
import dev.lathe.op.Concat;
import dev.lathe.op.ConstantOfShape;
import dev.lathe.op.Conv;
import dev.lathe.op.ConvInteger;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.DepthToSpace;
import dev.lathe.op.DequantizeLinear;
import dev.lathe.op.Dropout;
import dev.lathe.op.DynamicQuantizeLinear;
import dev.lathe.op.ElementType;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Expand;
import dev.lathe.op.Flatten;
import dev.lathe.op.Gather;
import dev.lathe.op.GatherElements;
import dev.lathe.op.Gemm;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.GroupNormalization;
import dev.lathe.op.Identity;
import dev.lathe.op.InstanceNormalization;
import dev.lathe.op.LayerNormalization;
import dev.lathe.op.Lrn;
import dev.lathe.op.MatMul;
import dev.lathe.op.MatMulInteger;
import dev.lathe.op.Op;
import dev.lathe.op.PRelu;
import dev.lathe.op.Pad;
import dev.lathe.op.Padding;
import dev.lathe.op.Pool;
import dev.lathe.op.QLinearConv;
import dev.lathe.op.QLinearMatMul;
import dev.lathe.op.QuantizeLinear;
import dev.lathe.op.Range;
import dev.lathe.op.Reduce;
import dev.lathe.op.Reshape;
import dev.lathe.op.Resize;
import dev.lathe.op.ShapeOf;
import dev.lathe.op.SizeOf;
import dev.lathe.op.Slice;
import dev.lathe.op.Softmax;
import dev.lathe.op.SpaceToDepth;
import dev.lathe.op.Split;
import dev.lathe.op.Squeeze;
import dev.lathe.op.Tile;
import dev.lathe.op.Transpose;
import dev.lathe.op.Unary;
import dev.lathe.op.Unsqueeze;
import dev.lathe.op.Where;
import dev.lathe.op.Window;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Small graphs: every operator in a form that ONNX can say in one node, some that it cannot, and a LeNet. */
final class SampleGraphs {
    private static final Shape IMAGE = Shape.of(2, 4, 6, 6);
    private static final Window WINDOW =
            new Window(List.of(3, 2), List.of(2, 1), List.of(1, 2), new Padding.Explicit(List.of(1, 0), List.of(1, 2)));
    private static final Epilogue RESIDUAL_RELU = new Epilogue(true, new Activation.Relu());

    private SampleGraphs() {}

    /** One node on operands that are inputs (a {@link Shape}), constants (a {@link Tensor}), or absent (a string). */
    static Graph of(Op op, int results, Object... operands) {
        List<Port> inputs = new ArrayList<>();
        Map<String, Tensor> constants = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < operands.length; i++) {
            String name = (operands[i] instanceof Shape ? "in" : "w") + i;
            switch (operands[i]) {
                case Shape shape -> inputs.add(Port.of(name, DType.FLOAT32, shape));
                case Tensor tensor -> constants.put(name, tensor);
                default -> name = "";
            }
            names.add(name);
        }
        List<String> outputs =
                IntStream.range(0, results).mapToObj(i -> "out" + i).toList();
        List<Port> ports = outputs.stream()
                .map(name -> new Port(name, DType.FLOAT32, null))
                .toList();
        Node node = new Node("node", op, names, outputs);
        return new Graph(op.name(), inputs, ports, constants, List.of(node), Map.of());
    }

    static Tensor random(int... dims) {
        Shape shape = Shape.of(dims);
        Random random = new Random(shape.hashCode());
        float[] data = new float[shape.size()];
        for (int i = 0; i < data.length; i++) {
            data[i] = random.nextFloat() - 0.4f;
        }
        return Tensor.of(shape, data);
    }

    private static Tensor codes(DType dtype, int... dims) {
        Shape shape = Shape.of(dims);
        byte[] data = new byte[shape.size()];
        new Random(7).nextBytes(data);
        return Tensor.of(dtype, shape, data);
    }

    private static Tensor scalar(DType dtype, int value) {
        return Tensor.of(dtype, Shape.SCALAR, new byte[] {(byte) value});
    }

    /** Those that come back as they are when written and read. */
    static List<Graph> canonical() {
        return Stream.of(windows(), norms(), elements(), activations(), moves(), shapes(), codes(), reductions())
                .flatMap(s -> s)
                .toList();
    }

    private static Stream<Graph> windows() {
        Window same = new Window(List.of(3, 3), List.of(), List.of(), new Padding.SameLower());
        Padding padding = new Padding.Explicit(List.of(1, 0), List.of(0, 1));
        Window dilated = new Window(List.of(3, 2), List.of(2, 1), List.of(1, 2), padding);
        return Stream.of(
                of(new Conv(WINDOW, 2, Epilogue.NONE), 1, IMAGE, random(6, 2, 3, 2), random(6)),
                of(new Conv(same, 1, Epilogue.NONE), 1, IMAGE, random(5, 4, 3, 3)),
                of(
                        new Conv(new Window(List.of(), List.of(), List.of(), new Padding.Valid()), 1, Epilogue.NONE),
                        1,
                        IMAGE,
                        random(5, 4, 3, 3)),
                of(
                        new ConvTranspose(
                                new Window(List.of(3, 3), List.of(2, 2), List.of(), Padding.NONE),
                                1,
                                List.of(1, 1),
                                List.of()),
                        1,
                        IMAGE,
                        random(4, 3, 3, 3)),
                of(new Pool(Pool.Kind.MAX, Window.of(2, 3), true, false, 0, false), 2, IMAGE),
                of(new Pool(Pool.Kind.AVERAGE, dilated, false, true, 0, false), 1, IMAGE),
                of(new Pool(Pool.Kind.LP, Window.of(2, 2), false, false, 3, false), 1, IMAGE),
                of(new GlobalPool(Pool.Kind.AVERAGE, 0), 1, IMAGE),
                of(new GlobalPool(Pool.Kind.MAX, 0), 1, IMAGE),
                of(new GlobalPool(Pool.Kind.LP, 2), 1, IMAGE));
    }

    private static Stream<Graph> norms() {
        Tensor four = Tensor.of(Shape.of(4), 0.5f, 1, 1.5f, 2);
        return Stream.of(
                of(new BatchNormalization(1e-3f), 1, IMAGE, four, four, four, four),
                of(new InstanceNormalization(1e-4f), 1, IMAGE, four, four),
                of(new GroupNormalization(2, 1e-5f), 1, IMAGE, four, four),
                of(new LayerNormalization(-1, 1e-5f), 1, IMAGE, random(6), random(6)),
                of(new Lrn(3, 1e-2f, 0.5f, 2), 1, IMAGE),
                of(new Dropout(), 1, IMAGE, Tensor.scalar(0.3f)));
    }

    private static Stream<Graph> elements() {
        Stream<Graph> unary = Stream.of(Unary.Function.values())
                .filter(f -> f != Unary.Function.NOT)
                .map(f -> of(new Unary(f), 1, IMAGE));
        Stream<Graph> binary = Stream.of(Binary.Function.values())
                .filter(f -> f.compareTo(Binary.Function.MOD) != 0)
                .filter(f -> f != Binary.Function.AND && f != Binary.Function.OR && f != Binary.Function.XOR)
                .map(f -> of(new Binary(f), 1, IMAGE, random(4, 1, 1)));
        return Stream.of(
                        unary,
                        binary,
                        Stream.of(
                                of(new Unary(Unary.Function.NOT), 1, scalar(DType.BOOL, 1)),
                                of(new Binary(Binary.Function.MOD), 1, Tensor.vector(7, -7), Tensor.vector(4, 4)),
                                of(new PRelu(), 1, IMAGE, random(4, 1, 1)),
                                of(new Where(), 1, scalar(DType.BOOL, 1), IMAGE, random(6)),
                                of(new Identity(), 1, IMAGE),
                                of(new Cast(ElementType.INT32), 1, IMAGE),
                                of(new Gemm(0.5f, 2, true, false, Epilogue.NONE), 1, Shape.of(3, 2), random(3, 4)),
                                of(new MatMul(), 1, IMAGE, random(6, 5))))
                .flatMap(s -> s);
    }

    /** All but Swish. */
    private static Stream<Graph> activations() {
        return Stream.of(
                        new Activation.Relu(),
                        new Activation.LeakyRelu(0.1f),
                        new Activation.Elu(0.5f),
                        new Activation.Selu(1.5f, 1.1f),
                        new Activation.Celu(0.7f),
                        new Activation.Clip(-0.1f, 0.2f),
                        new Activation.Clip(Float.NEGATIVE_INFINITY, 0.2f),
                        new Activation.Clip(0, Float.POSITIVE_INFINITY),
                        new Activation.Sigmoid(),
                        new Activation.HardSigmoid(0.3f, 0.4f),
                        new Activation.HardSwish(),
                        new Activation.Tanh(),
                        new Activation.Softplus(),
                        new Activation.Softsign(),
                        new Activation.Gelu(false),
                        new Activation.Gelu(true),
                        new Activation.Mish(),
                        new Activation.ThresholdedRelu(0.2f),
                        new Activation.Shrink(0.1f, 0.2f))
                .map(function -> of(new Activate(function), 1, IMAGE));
    }

    private static Stream<Graph> moves() {
        return Stream.of(
                of(new Concat(1), 1, IMAGE, random(2, 1, 6, 6)),
                of(new DepthToSpace(2, true), 1, IMAGE),
                of(new SpaceToDepth(3), 1, IMAGE),
                of(new Expand(), 1, Shape.of(3, 1), Tensor.vector(2, 1, 4)),
                of(new Flatten(2), 1, IMAGE),
                of(new Gather(1), 1, IMAGE, Tensor.vector(0, -1)),
                of(new GatherElements(0), 1, Shape.of(3), Tensor.vector(2, 0)),
                of(new Pad(Pad.Mode.CONSTANT), 1, Shape.of(3), Tensor.vector(1, 2), Tensor.scalar(9f)),
                of(new Pad(Pad.Mode.REFLECT), 1, Shape.of(3, 3), Tensor.vector(1, 1), "", Tensor.vector(1)),
                of(new Pad(Pad.Mode.WRAP), 1, Shape.of(3), Tensor.vector(1, 2)),
                of(new Reshape(false), 1, IMAGE, Tensor.vector(0, -1)),
                of(resize(), 1, IMAGE, "", "", Tensor.vector(9, 3)),
                of(new Slice(), 1, IMAGE, Tensor.vector(4), Tensor.vector(0), Tensor.vector(2), Tensor.vector(-2)),
                of(new Split(1, 2), 2, IMAGE),
                of(new Split(1, 2), 2, IMAGE, Tensor.vector(1, 3)),
                of(new Squeeze(), 1, Shape.of(1, 3, 1), Tensor.vector(0)),
                of(new Squeeze(), 1, Shape.of(1, 3, 1)),
                of(new Tile(), 1, Shape.of(2, 3), Tensor.vector(1, 2)),
                of(new Transpose(List.of(0, 3, 1, 2)), 1, IMAGE),
                of(new Transpose(List.of()), 1, IMAGE),
                of(new Unsqueeze(), 1, Shape.of(3), Tensor.vector(0, -1)));
    }

    private static Resize resize() {
        return new Resize(
                Resize.Interpolation.CUBIC,
                Resize.Coordinates.HALF_PIXEL,
                Resize.Rounding.ROUND_PREFER_FLOOR,
                -0.5f,
                true,
                0,
                false,
                Resize.AspectRatio.STRETCH,
                List.of(2, 3));
    }

    private static Stream<Graph> shapes() {
        return Stream.of(
                of(new ShapeOf(0, Integer.MAX_VALUE), 1, IMAGE),
                of(new ShapeOf(1, -1), 1, IMAGE),
                of(new SizeOf(), 1, IMAGE),
                of(new Range(), 1, Tensor.scalar(1L), Tensor.scalar(9L), Tensor.scalar(3L)),
                of(new ConstantOfShape(Tensor.vector(5)), 1, Tensor.vector(2, 3)));
    }

    private static Stream<Graph> codes() {
        Tensor scale = Tensor.scalar(0.1f);
        Tensor zero = scalar(DType.UINT8, 128);
        Tensor x = codes(DType.UINT8, 1, 2, 4, 4);
        Tensor w = codes(DType.UINT8, 3, 2, 3, 3);
        Tensor a = codes(DType.UINT8, 2, 3);
        Tensor b = codes(DType.UINT8, 3, 4);
        return Stream.of(
                of(new QuantizeLinear(1, 0, DType.UINT8), 1, IMAGE, scale, zero),
                of(new QuantizeLinear(1, 0, DType.INT8), 1, IMAGE, scale),
                of(new DequantizeLinear(0, 0), 1, a, Tensor.of(Shape.of(2), 0.1f, 0.2f)),
                of(new DynamicQuantizeLinear(), 3, IMAGE),
                of(new ConvInteger(Window.of(3, 3), 1), 1, x, w, zero),
                of(new QLinearConv(Window.of(3, 3), 1), 1, x, scale, zero, w, scale, zero, scale, zero),
                of(new MatMulInteger(), 1, a, b, zero, zero),
                of(new QLinearMatMul(), 1, a, scale, zero, b, scale, zero, scale, zero));
    }

    private static Stream<Graph> reductions() {
        Stream<Graph> reduce = Stream.of(Reduce.Function.values())
                .map(f -> of(new Reduce(f, false, false), 1, IMAGE, Tensor.vector(1, -1)));
        return Stream.concat(
                reduce,
                Stream.of(
                        of(new Reduce(Reduce.Function.SUM, true, true), 1, IMAGE),
                        of(new ArgReduce(true, 1, false, true), 1, IMAGE),
                        of(new ArgReduce(false, -1, true, false), 1, IMAGE),
                        of(new Softmax(1, false, false), 1, IMAGE),
                        of(new Softmax(-1, true, false), 1, IMAGE)));
    }

    /** Those that become several nodes when written. */
    static List<Graph> composite() {
        return List.of(
                of(new Conv(Window.of(3, 3), 1, RESIDUAL_RELU), 1, IMAGE, random(5, 4, 3, 3), "", random(5, 4, 4)),
                of(
                        new Conv(Window.of(3, 3), 1, new Epilogue(true, null)),
                        1,
                        IMAGE,
                        random(5, 4, 3, 3),
                        random(5),
                        random(5, 4, 4)),
                of(
                        new Conv(Window.of(3, 3), 1, new Epilogue(false, new Activation.Swish(1))),
                        1,
                        IMAGE,
                        random(5, 4, 3, 3)),
                of(
                        new Gemm(1, 1, false, true, new Epilogue(false, new Activation.Clip(0, 6))),
                        1,
                        Shape.of(2, 3),
                        random(4, 3),
                        random(4)),
                of(new Activate(new Activation.Swish(1)), 1, IMAGE),
                of(new Activate(new Activation.Swish(1.7f)), 1, IMAGE),
                of(new Softmax(1, false, true), 1, IMAGE),
                of(new Softmax(-3, true, true), 1, IMAGE),
                of(new Cast(ElementType.FLOAT16), 1, IMAGE),
                of(new Cast(ElementType.BFLOAT16), 1, IMAGE),
                of(new Cast(ElementType.DOUBLE), 1, IMAGE));
    }

    /** A small network of the usual kind. */
    static Graph lenet() {
        Map<String, Tensor> constants = new LinkedHashMap<>();
        constants.put("w1", random(4, 1, 5, 5));
        constants.put("b1", random(4));
        constants.put("w2", random(10, 144));
        Window window = new Window(List.of(5, 5), List.of(1, 1), List.of(1, 1), Padding.NONE);
        Window pool = new Window(List.of(4, 4), List.of(4, 4), List.of(), Padding.NONE);
        List<Node> nodes = List.of(
                new Node("conv1", new Conv(window, 1, Epilogue.NONE), List.of("x", "w1", "b1"), List.of("c")),
                new Node("relu1", new Activate(new Activation.Relu()), List.of("c"), List.of("r")),
                new Node("pool1", new Pool(Pool.Kind.MAX, pool, false, false, 0, false), List.of("r"), List.of("p")),
                new Node("flat", new Flatten(1), List.of("p"), List.of("f")),
                new Node("fc", new Gemm(1, 1, false, true, Epilogue.NONE), List.of("f", "w2"), List.of("g")),
                new Node("prob", new Softmax(1, false, false), List.of("g"), List.of("y")));
        Port in = new Port("x", DType.FLOAT32, List.of(Dim.free("n"), Dim.of(1), Dim.of(28), Dim.of(28)));
        return new Graph(
                "lenet",
                List.of(in),
                List.of(new Port("y", DType.FLOAT32, null)),
                constants,
                nodes,
                Map.of("author", "someone", OnnxMetadata.PRODUCER_NAME, "maker", OnnxMetadata.MODEL_VERSION, "3"));
    }
}
