package dev.lathe.backend.gpu;

import dev.lathe.RandomTensors;
import dev.lathe.op.ArgReduce;
import dev.lathe.op.Op;
import dev.lathe.op.Reduce;
import dev.lathe.op.Softmax;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Reduce, ArgMax and ArgMin, Softmax. */
final class ReductionCases {
    private ReductionCases() {}

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>();
        for (Reduce.Function function : Reduce.Function.values()) {
            functions(cases, function);
        }
        axes(cases);
        argReductions(cases);
        softmaxes(cases);
        return cases;
    }

    private static void functions(List<OpCase> cases, Reduce.Function function) {
        Reduce op = new Reduce(function, false, false);
        cases.add(of(function.onnx() + " of short rows", op, positive(7, 13), Tensor.vector(1)));
        cases.add(of(function.onnx() + " of columns", op, positive(7, 13), Tensor.vector(0)));
        cases.add(of(function.onnx() + " of long rows", op, positive(3, 301), Tensor.vector(-1)));
        cases.add(of(function.onnx() + " of nothing", op, floats(3, 0), Tensor.vector(1)));
        boolean any = function == Reduce.Function.MAX || function == Reduce.Function.MIN;
        for (DType dtype : any ? DType.values() : new DType[] {DType.INT64, DType.INT32}) {
            if (dtype != DType.FLOAT32) {
                Tensor x = dtype == DType.BOOL ? ElementwiseCases.truths(4, 4) : small(dtype);
                cases.add(of(function.onnx() + " of " + dtype, op, x, Tensor.vector(0)));
                Tensor none = Tensor.zeros(new TensorType(dtype, Shape.of(2, 0)));
                cases.add(of(function.onnx() + " of no " + dtype, op, none, Tensor.vector(1)));
            }
        }
        if (!any) {
            return;
        }
        Tensor special = Tensor.of(Shape.of(2, 3), new float[] {1, Float.NaN, 2, Float.NEGATIVE_INFINITY, -3, 4});
        cases.add(of(function.onnx() + " with NaN", op, special, Tensor.vector(1)));
    }

    /** Numbers whose sums, products and squares wrap around in the type. */
    private static Tensor small(DType dtype) {
        return ElementwiseCases.edges(dtype).reshaped(Shape.of(4, 4));
    }

    private static void axes(List<OpCase> cases) {
        Reduce keeping = new Reduce(Reduce.Function.SUM, true, false);
        cases.add(of("sum over everything", keeping, floats(3, 5, 7), (Tensor) null));
        cases.add(of("sum over everything, no axes", keeping, floats(3, 5, 7), Tensor.vector()));
        cases.add(of("sum over ends", keeping, floats(3, 5, 7), Tensor.vector(0, 2)));
        cases.add(of("sum over a middle", keeping, floats(3, 5, 7), Tensor.vector(1)));
        cases.add(of("sum over every other", keeping, floats(2, 3, 2, 3, 2, 3), Tensor.vector(4, 0, -4)));
        cases.add(of("sum over the odd ones", keeping, floats(2, 3, 2, 3, 2, 3), Tensor.vector(1, 3, 5)));
        cases.add(of("sum of neighbours in planes", keeping, floats(2, 3, 4, 149), Tensor.vector(1, 3)));
        cases.add(of("sum of a number", keeping, floats(), (Tensor) null));
        for (Reduce.Function function : List.of(Reduce.Function.L2, Reduce.Function.LOG_SUM_EXP)) {
            Reduce alone = new Reduce(function, true, true);
            cases.add(of(function.onnx() + " of each alone", alone, floats(3, 5), (Tensor) null));
        }
        cases.add(of("long sum", keeping, floats(2, 1300), Tensor.vector(1)));
        cases.add(of("many sums", keeping, floats(1025, 2), Tensor.vector(1)));
    }

    private static void argReductions(List<OpCase> cases) {
        Tensor ties = Tensor.of(Shape.of(2, 3, 2), new float[] {1, 5, 1, 5, 0, 4, Float.NaN, 2, 7, 2, Float.NaN, 1});
        for (boolean max : List.of(true, false)) {
            for (boolean last : List.of(true, false)) {
                String name = (max ? "ArgMax" : "ArgMin") + (last ? " last" : " first");
                cases.add(of(name, new ArgReduce(max, 1, true, last), ties));
                cases.add(of(name + " of bytes", new ArgReduce(max, -1, false, last), small(DType.UINT8)));
            }
        }
        cases.add(of("ArgMax of INT64", new ArgReduce(true, 0, false, false), small(DType.INT64)));
        cases.add(of("ArgMax of INT32", new ArgReduce(true, 0, false, false), small(DType.INT32)));
        cases.add(of("ArgMax of INT8", new ArgReduce(true, 0, false, false), small(DType.INT8)));
        cases.add(of("ArgMax of rows", new ArgReduce(true, 1, false, false), floats(7, 131)));
    }

    private static void softmaxes(List<OpCase> cases) {
        Tensor special = Tensor.of(Shape.of(4, 3), new float[] {
            100, 101, 99, 1, Float.NaN, 2, Float.NEGATIVE_INFINITY, 0, 1, Float.POSITIVE_INFINITY, 0, 1
        });
        for (boolean log : List.of(false, true)) {
            String name = log ? "LogSoftmax" : "Softmax";
            cases.add(of(name + " of rows", new Softmax(-1, log, false), floats(5, 13)));
            cases.add(of(name + " of long rows", new Softmax(1, log, false), floats(3, 1000)));
            cases.add(of(name + " of channels", new Softmax(1, log, false), floats(2, 7, 3, 5)));
            cases.add(of(name + " flattened", new Softmax(1, log, true), floats(2, 7, 3, 7)));
            cases.add(of(name + " of special numbers", new Softmax(1, log, false), special));
        }
        cases.add(of("Softmax of one", new Softmax(0, false, false), floats(1)));
    }

    private static Tensor floats(int... dims) {
        return RandomTensors.floats(new Random(dims.length), dims);
    }

    private static Tensor positive(int... dims) {
        return RandomTensors.absolute(floats(dims));
    }

    /** Float results lie within the rounding of results up to 8, or of sums up to 128. */
    private static OpCase of(String name, Op op, @Nullable Tensor... operands) {
        int size = operands[0] == null ? 0 : operands[0].size();
        return new OpCase(name, op, Arrays.asList(operands), 0, 4, size > 300 ? 128 : 8);
    }
}
