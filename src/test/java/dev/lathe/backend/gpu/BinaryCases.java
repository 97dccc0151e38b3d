package dev.lathe.backend.gpu;

import dev.lathe.RandomTensors;
import dev.lathe.op.Binary;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Binary operators: every function on the types it takes, and every way in which shapes widen. */
final class BinaryCases {
    private static final float INF = Float.POSITIVE_INFINITY;
    private static final Tensor FLOATS = Tensor.of(
            Shape.of(14), new float[] {0, -0f, 1, -1, 0.5f, -0.5f, 2, -2, 3.25f, -3.25f, INF, -INF, Float.NaN, 1.5f});
    private static final List<DType> NARROW = List.of(DType.INT32, DType.INT8, DType.UINT8);

    private BinaryCases() {}

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>();
        for (Binary.Function function : Binary.Function.values()) {
            Binary op = new Binary(function);
            switch (function) {
                case AND, OR, XOR -> cases.add(exact(function + "", op, truths(1, 4), truths(5, 1)));
                case MIN, MAX, MOD, FMOD, ADD, SUB, MUL, DIV, POW -> numbers(cases, op);
                case EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> numbers(cases, op);
            }
        }
        cases.add(exact("EQUAL of truths", new Binary(Binary.Function.EQUAL), truths(1, 4), truths(5, 1)));
        shapes(cases);
        mixedPowers(cases);
        return cases;
    }

    /** Everything with everything. */
    private static void numbers(List<OpCase> cases, Binary op) {
        Tensor column = FLOATS.reshaped(Shape.of(FLOATS.size(), 1));
        cases.add(new OpCase(op.function() + " of floats", op, List.of(column, FLOATS), 0, 16, 36));
        cases.add(ofEdges(op, DType.INT64));
        switch (op.function()) {
            case ADD, DIV, MOD, POW, MIN, LESS -> NARROW.forEach(dtype -> cases.add(ofEdges(op, dtype)));
            case SUB, MUL, FMOD, MAX, AND, OR, XOR, EQUAL, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {
                // what differs among types is the same for all functions
            }
        }
    }

    private static OpCase ofEdges(Binary op, DType dtype) {
        Tensor edges = ElementwiseCases.edges(dtype);
        Tensor down = edges.reshaped(Shape.of(edges.size(), 1));
        return exact(op.function() + " of " + dtype, op, down, edges);
    }

    private static void shapes(List<OpCase> cases) {
        cases.add(sum("equal", Shape.of(7, 147), Shape.of(7, 147)));
        cases.add(sum("one longer than a group", Shape.of(1025), Shape.of(1025)));
        cases.add(sum("a number before", Shape.SCALAR, Shape.of(13, 7)));
        cases.add(sum("a number behind", Shape.of(1, 129), Shape.of(1)));
        cases.add(sum("two numbers", Shape.SCALAR, Shape.of(1, 1)));
        cases.add(sum("a channel", Shape.of(2, 3, 7, 5), Shape.of(3, 1, 1)));
        cases.add(sum("a row", Shape.of(5, 13), Shape.of(13)));
        cases.add(sum("a column", Shape.of(5, 13), Shape.of(5, 1)));
        cases.add(sum("both ways", Shape.of(5, 1, 7, 1), Shape.of(1, 3, 1, 2)));
        cases.add(sum("nine axes", Shape.of(2, 1, 2, 1, 3, 1, 2, 1, 2), Shape.of(1, 2, 1, 3, 1, 2, 1, 2, 1)));
        cases.add(sum("a long column", Shape.of(1100, 2), Shape.of(1100, 1)));
    }

    private static OpCase sum(String name, Shape a, Shape b) {
        Tensor left = RandomTensors.of(new Random(1), DType.FLOAT32, a);
        Tensor right = RandomTensors.of(new Random(2), DType.FLOAT32, b);
        return exact("sum, " + name, new Binary(Binary.Function.ADD), left, right);
    }

    private static void mixedPowers(List<OpCase> cases) {
        Binary pow = new Binary(Binary.Function.POW);
        Tensor integers = Tensor.of(Shape.of(6, 1), new int[] {0, 1, -1, 5, -7, 10});
        Tensor longs = Tensor.of(Shape.of(5), 0L, 1, 2, 3, -2);
        Tensor halves = Tensor.of(Shape.of(8), new float[] {0, 1, 2, 0.5f, -1, 3, Float.NaN, Float.POSITIVE_INFINITY});
        cases.add(exact("INT32 to the power of floats", pow, integers, halves));
        cases.add(exact("INT32 to the power of INT64", pow, integers, longs));
        Tensor floats = Tensor.of(Shape.of(4, 1), new float[] {1.5f, -2, 0, 3});
        cases.add(new OpCase("floats to the power of INT64", pow, List.of(floats, longs), 0, 2, 27));
    }

    private static Tensor truths(int... dims) {
        return ElementwiseCases.truths(dims);
    }

    private static OpCase exact(String name, Binary op, Tensor... operands) {
        return new OpCase(name, op, List.of(operands), 0, 0, 0);
    }
}
