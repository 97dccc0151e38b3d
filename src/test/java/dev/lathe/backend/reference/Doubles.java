package dev.lathe.backend.reference;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.*;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Graphs run in double precision from end to end, so that differences of results tell derivatives to many digits: the
 * reference rounds every value to single precision, which leaves three or four.
 *
 * <p>What only moves elements is left to the reference, on the bits of the doubles in INT64 tensors.
 */
public final class Doubles {
    private final Inference types;
    private final Map<String, Tensor> values = new HashMap<>();

    private Doubles(Graph graph) {
        types = Inference.of(graph);
    }

    /** The outputs of {@code graph} that are floats, for inputs that all are. */
    public static Map<String, double[]> run(Graph graph, Map<String, double[]> inputs) {
        Doubles run = new Doubles(graph);
        graph.constants()
                .forEach((name, value) -> run.values.put(
                        name, value.dtype() == DType.FLOAT32 ? bits(value.shape(), numbers(value)) : value));
        graph.inputs().forEach(port -> run.values.put(port.name(), bits(port.shape(1), inputs.get(port.name()))));
        graph.nodes().forEach(run::step);
        Map<String, double[]> outputs = new LinkedHashMap<>();
        for (Port port : graph.outputs()) {
            if (port.dtype() == DType.FLOAT32) {
                outputs.put(port.name(), run.doubles(port.name()));
            }
        }
        return outputs;
    }

    /** The elements of a tensor of any type. */
    public static double[] numbers(Tensor tensor) {
        double[] numbers = new double[tensor.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = tensor.doubleAt(i);
        }
        return numbers;
    }

    private static Tensor bits(Shape shape, double[] numbers) {
        long[] bits = new long[numbers.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Double.doubleToRawLongBits(numbers[i]);
        }
        return Tensor.of(shape, bits);
    }

    private double[] doubles(String name) {
        Tensor value = values.get(name);
        double[] numbers = numbers(value);
        if (types.type(name).dtype() == DType.FLOAT32) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Double.longBitsToDouble(value.longs()[i]);
            }
        }
        return numbers;
    }

    private void step(Node node) {
        if (isMove(node.op())) {
            move(node);
            return;
        }
        List<double @Nullable []> in = new ArrayList<>();
        List<Shape> shapes = new ArrayList<>();
        for (String input : node.inputs()) {
            in.add(input.isEmpty() ? null : doubles(input));
            shapes.add(input.isEmpty() ? Shape.SCALAR : types.type(input).shape());
        }
        for (int i = 0; i < node.outputs().size(); i++) {
            String name = node.outputs().get(i);
            if (!name.isEmpty()) {
                TensorType type = types.type(name);
                store(name, type, apply(new DoubleCall(in, shapes, type.shape(), i), node));
            }
        }
    }

    private void store(String name, TensorType type, double[] numbers) {
        if (type.dtype() == DType.FLOAT32) {
            values.put(name, bits(type.shape(), numbers));
            return;
        }
        Tensor tensor = Tensor.zeros(type);
        for (int i = 0; i < numbers.length; i++) {
            tensor.set(i, numbers[i]);
        }
        values.put(name, tensor);
    }

    private static boolean isMove(Op op) {
        return switch (op) {
            case Concat _, DepthToSpace _, Dropout _, Expand _, Flatten _, Gather _, Identity _, Pad _ -> true;
            case Reshape _, Slice _, SpaceToDepth _, Split _, Squeeze _, Tile _, Transpose _, Unsqueeze _ -> true;
            case Where _ -> true;
            case Op _ -> false;
        };
    }

    private void move(Node node) {
        List<@Nullable Tensor> in = new ArrayList<>();
        node.inputs().forEach(name -> in.add(name.isEmpty() ? null : values.get(name)));
        List<@Nullable Tensor> out = new ArrayList<>();
        for (String name : node.outputs()) {
            TensorType type = types.type(name);
            DType dtype = type.dtype() == DType.FLOAT32 ? DType.INT64 : type.dtype();
            Tensor result = Tensor.zeros(new TensorType(dtype, type.shape()));
            out.add(result);
            values.put(name, result);
        }
        Reference.run(node.op(), in, out);
    }

    private double[] apply(DoubleCall call, Node node) {
        return switch (node.op()) {
            case Activate op -> call.each(i -> Elements.apply(op.function(), call.in(0)[i]));
            case Binary op -> binary(op, call);
            case Cast _ -> call.in(0);
            case Unary op -> call.each(i -> Arithmetic.apply(op.function(), call.in(0)[i]));
            case PRelu _ -> {
                Broadcast slope = new Broadcast(call.shape(1), call.shape(0));
                yield call.each(i -> call.in(0)[i] * (call.in(0)[i] >= 0 ? 1 : call.in(1)[slope.index(i)]));
            }
            case BatchNormalization op -> DoubleLoops.batchNormalization(op, call);
            case Gemm op -> DoubleLoops.gemm(op, call);
            case MatMul _ -> DoubleLoops.matMul(call);
            case Reduce op -> DoubleLoops.reduce(op, call, values.get(node.input(1)));
            case Softmax op -> DoubleLoops.softmax(op, call);
            case Conv op -> DoubleWindows.conv(op, call);
            case ConvTranspose op -> DoubleWindows.convTranspose(op, call);
            case Pool op -> DoubleWindows.pool(op, call);
            case ConvFilterGradient op -> DoubleWindows.filterGradient(op, call);
            case ReluGradient _ -> call.each(i -> call.in(1)[i] > 0 ? call.in(0)[i] : 0);
            case Moments _ -> DoubleLoops.moments(call);
            case BatchNormalizationGradient op -> DoubleLoops.batchNormalizationGradient(op, call);
            case MaxPoolGradient _ -> DoubleWindows.maxPoolGradient(call);
            case GlobalPool op -> DoubleWindows.globalPool(op, call);
            case Lrn op -> DoubleWindows.lrn(op, call);
            case Resize op -> DoubleLoops.resize(op, call, types.operands(node));
            case Op op -> throw new IllegalArgumentException(op.name() + " does not run in double precision");
        };
    }

    private static double[] binary(Binary op, DoubleCall call) {
        Broadcast left = new Broadcast(call.shape(0), call.result());
        Broadcast right = new Broadcast(call.shape(1), call.result());
        return switch (op.function()) {
            case AND, OR, XOR ->
                call.each(i -> Arithmetic.apply(
                        op.function(), (long) call.in(0)[left.index(i)], (long) call.in(1)[right.index(i)]));
            case ADD, SUB, MUL, DIV, POW, MOD, FMOD, MIN, MAX, EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                call.each(i -> Arithmetic.apply(op.function(), call.in(0)[left.index(i)], call.in(1)[right.index(i)]));
        };
    }
}
