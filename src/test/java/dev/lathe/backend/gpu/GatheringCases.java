package dev.lathe.backend.gpu;

import static dev.lathe.backend.gpu.MovementCases.exact;

import dev.lathe.RandomTensors;
import dev.lathe.op.ConstantOfShape;
import dev.lathe.op.Dropout;
import dev.lathe.op.Gather;
import dev.lathe.op.GatherElements;
import dev.lathe.op.Op;
import dev.lathe.op.Pad;
import dev.lathe.op.Range;
import dev.lathe.op.ShapeOf;
import dev.lathe.op.SizeOf;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Operators that pick elements by indices or tables, and those whose results are known; all exact. */
final class GatheringCases {
    private static final Random RANDOM = new Random(62);

    private GatheringCases() {}

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>();
        addGathers(cases);
        addPads(cases);
        addFills(cases);
        return cases;
    }

    private static void addGathers(List<OpCase> cases) {
        Tensor x = floats(5, 7, 13);
        Tensor indices = Tensor.of(Shape.of(2, 3), 0L, -1L, 4L, -5L, 2L, 2L);
        cases.add(exact("gather", new Gather(0), x, indices));
        cases.add(constants("gather by constants", new Gather(0), 1, x, indices));
        cases.add(exact("gather inside", new Gather(1), x, Tensor.of(Shape.of(3), 6, -7, 3)));
        cases.add(exact("gather single elements", new Gather(-1), x, Tensor.of(Shape.SCALAR, -13L)));
        cases.add(exact("gather pairs", new Gather(0), floats(3, 4), Tensor.vector(2, 0)));
        cases.add(exact("gather long rows", new Gather(0), floats(3, 2051), Tensor.vector(2, -2)));
        cases.add(exact("gather bytes", new Gather(1), tensor(DType.BOOL, 3, 5), Tensor.vector(4, 0, 1)));
        cases.add(exact("gather many", new Gather(0), floats(4, 1), many(4, 300)));
        Tensor three = Tensor.of(Shape.of(3, 2), 0L, -1L, 2L, 1L, -3L, 0L);
        cases.add(exact("gather elements", new GatherElements(0), floats(3, 2), three));
        cases.add(exact("gather elements along the last", new GatherElements(1), floats(4, 3), three));
        cases.add(exact(
                "gather elements inside",
                new GatherElements(1),
                tensor(DType.INT64, 3, 5, 4),
                Tensor.of(Shape.of(2, 2, 3), 4, 0, -5, 1, 1, 1, 2, 3, 4, -1, -2, -3)));
        cases.add(constants("gather elements by constants", new GatherElements(0), 1, floats(3, 2), three));
    }

    private static Tensor many(int extent, int count) {
        long[] indices = RANDOM.longs(count, -extent, extent).toArray();
        return Tensor.vector(indices);
    }

    private static void addPads(List<OpCase> cases) {
        Tensor x = floats(2, 3, 5, 7);
        Tensor pads = Tensor.vector(0, 0, 2, 3, 0, 0, 1, 2);
        for (Pad.Mode mode : Pad.Mode.values()) {
            String name = mode.name().toLowerCase(Locale.ROOT);
            cases.add(exact("pad " + name, new Pad(mode), x, pads));
            cases.add(exact("pad and crop, " + name, new Pad(mode), x, Tensor.vector(0, 1, -1, 4, 1, 0, 3, -2)));
        }
        cases.add(exact("pad by a value", new Pad(Pad.Mode.CONSTANT), x, pads, Tensor.scalar(-2.5f)));
        cases.add(constants("pad by a constant", new Pad(Pad.Mode.CONSTANT), 1, x, pads, Tensor.scalar(-2.5f)));
        cases.add(exact("pad of bytes", new Pad(Pad.Mode.EDGE), tensor(DType.INT8, 3, 3), Tensor.vector(1, 0, 1, 20)));
        cases.add(exact("pad by nothing", new Pad(Pad.Mode.CONSTANT), floats(3, 5), Tensor.vector(0, 0, 0, 0)));
        cases.add(exact(
                "pad of channels",
                new Pad(Pad.Mode.CONSTANT),
                floats(1, 3, 2, 1031),
                Tensor.vector(0, 1, 0, 0, 0, 2, 0, 0)));
    }

    private static void addFills(List<OpCase> cases) {
        Tensor shape = Tensor.vector(3, 7);
        cases.add(exact("constant of shape", new ConstantOfShape(Tensor.of(Shape.of(1), 2.5f)), shape));
        cases.add(exact("constant of shape, longs", new ConstantOfShape(Tensor.vector(-9)), shape));
        cases.add(exact("dropout", new Dropout(), floats(3, 11)));
        cases.add(exact("range", new Range(), Tensor.scalar(1.5f), Tensor.scalar(9f), Tensor.scalar(0.7f)));
        cases.add(exact("range of longs", new Range(), Tensor.scalar(10L), Tensor.scalar(-7L), Tensor.scalar(-3L)));
        cases.add(exact("shape", new ShapeOf(1, Integer.MAX_VALUE), floats(3, 5, 1)));
        cases.add(exact("size", new SizeOf(), floats(3, 5, 1)));
    }

    private static OpCase constants(String name, Op op, int count, Tensor... operands) {
        return new OpCase(name, op, Arrays.asList(operands), count, 0, 0);
    }

    private static Tensor floats(int... dims) {
        return RandomTensors.floats(RANDOM, dims);
    }

    private static Tensor tensor(DType dtype, int... dims) {
        return RandomTensors.of(RANDOM, dtype, Shape.of(dims));
    }
}
