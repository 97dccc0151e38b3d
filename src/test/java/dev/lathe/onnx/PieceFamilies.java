package dev.lathe.onnx;

import static dev.lathe.onnx.ModelSketch.integer;
import static dev.lathe.onnx.ModelSketch.real;
import static dev.lathe.onnx.ModelSketch.text;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Arrays;
import java.util.List;

/** Operators that take pieces of their operands, put them together, or put something around them. */
final class PieceFamilies {
    private PieceFamilies() {}

    static List<Family> all() {
        return List.of(
                Family.of("Concat", PieceFamilies::concat, 6, 11, 13).times(2),
                Family.of("Split", PieceFamilies::split, 6, 11, 13, 18).times(3),
                Family.of("Slice", PieceFamilies::slice, 6, 10, 11, 13).times(3),
                Family.of("Gather", PieceFamilies::gather, 6, 11, 13).times(2),
                Family.of("GatherElements", PieceFamilies::gatherElements, 11, 13)
                        .times(2),
                Family.of("Pad", PieceFamilies::pad, 6, 11, 13, 18, 19, 21).times(3));
    }

    private static void concat(DrawnModel m) {
        Draw draw = m.draw;
        int rank = draw.between(1, 4);
        long[] dims = draw.dims(rank, 1, 4);
        int axis = MovementFamilies.axis(m, rank);
        DataType type = MovementFamilies.type(m);
        for (int i = draw.between(1, 4); i > 0; i--) {
            dims[Math.floorMod(axis, rank)] = draw.between(0, 3);
            m.data(draw.tensor(type, 0, 1, dims));
        }
        m.attribute(integer("axis", axis)).node("Concat");
    }

    private static void split(DrawnModel m) {
        Draw draw = m.draw;
        int rank = draw.between(1, 4);
        int axis = draw.chance(0.3) ? 0 : MovementFamilies.axis(m, rank);
        int results = draw.between(1, 4);
        long[] dims = draw.dims(rank, 1, 4);
        Long[] lengths = draw.longs(results, 0, 3);
        boolean equal = draw.chance(0.5);
        long sum = Arrays.stream(lengths).mapToLong(Long::longValue).sum();
        // From opset 18 on the last part may be shorter.
        int length = draw.between(1, 3);
        long whole = (long) length * results - (m.opset >= 18 ? draw.between(0, length - 1) : 0);
        dims[Math.floorMod(axis, rank)] = equal ? whole : sum;
        m.data(MovementFamilies.any(m, dims));
        if (!equal) {
            MovementFamilies.list(m, "split", 13, lengths);
        } else if (m.opset >= 18) {
            m.attribute(integer("num_outputs", results));
        }
        if (axis != 0 || draw.chance(0.5)) {
            m.attribute(integer("axis", axis));
        }
        m.node("Split", results);
    }

    private static void slice(DrawnModel m) {
        Draw draw = m.draw;
        int rank = draw.between(1, 4);
        m.data(MovementFamilies.any(m, draw.dimsOrEmpty(rank, 1, 6)));
        int count = draw.between(1, rank);
        Long[] starts = draw.longs(count, -8, 8);
        Long[] ends = draw.longs(count, -8, 8);
        boolean backwards = m.opset >= 10 && draw.chance(0.3);
        if (draw.chance(0.3)) {
            // The largest number as the end of a walk backwards: nothing in the specification, all in ONNX Runtime.
            ends[0] = backwards
                    ? draw.of(Long.MIN_VALUE, (long) Integer.MIN_VALUE)
                    : draw.of(Long.MAX_VALUE, (long) Integer.MAX_VALUE);
        }
        MovementFamilies.list(m, "starts", 10, starts);
        MovementFamilies.list(m, "ends", 10, ends);
        if (draw.chance(0.7)) {
            Long[] axes = Arrays.copyOf(draw.permutation(rank), count);
            axes[0] -= m.opset >= 11 && draw.chance(0.4) ? rank : 0;
            MovementFamilies.list(m, "axes", 10, axes);
        } else if (m.opset >= 10) {
            m.absent();
        }
        if (backwards || m.opset >= 10 && draw.chance(0.5)) {
            Long[] steps = draw.longs(count, 1, 3);
            steps[0] *= backwards ? -1 : 1;
            m.parameter(Draw.vector(steps));
        }
        m.node("Slice");
    }

    private static void gather(DrawnModel m) {
        Draw draw = m.draw;
        int rank = draw.between(1, 4);
        long[] dims = draw.dims(rank, 1, 4);
        int axis = draw.chance(0.3) ? 0 : MovementFamilies.axis(m, rank);
        int extent = (int) dims[Math.floorMod(axis, rank)];
        DataType type = draw.of(DataType.INT64, DataType.INT32);
        m.data(MovementFamilies.any(m, dims));
        m.parameter(draw.tensor(
                type, m.opset >= 11 ? -extent : 0, extent - 1.0, draw.dimsOrEmpty(draw.between(0, 3), 1, 3)));
        if (axis != 0) {
            m.attribute(integer("axis", axis));
        }
        m.node("Gather");
    }

    private static void gatherElements(DrawnModel m) {
        Draw draw = m.draw;
        int rank = draw.between(1, 4);
        long[] dims = draw.dims(rank, 1, 4);
        int axis = draw.chance(0.3) ? 0 : MovementFamilies.axis(m, rank);
        int extent = (int) dims[Math.floorMod(axis, rank)];
        long[] wanted = dims.clone();
        for (int i = 0; i < rank; i++) {
            wanted[i] = i == Math.floorMod(axis, rank) ? draw.between(1, 5) : draw.between(1, (int) dims[i]);
        }
        m.data(MovementFamilies.any(m, dims));
        m.parameter(draw.tensor(draw.of(DataType.INT64, DataType.INT32), -extent, extent - 1.0, wanted));
        if (axis != 0) {
            m.attribute(integer("axis", axis));
        }
        m.node("GatherElements");
    }

    private static void pad(DrawnModel m) {
        Draw draw = m.draw;
        int rank = draw.between(1, 4);
        String mode =
                m.opset >= 19 ? draw.of("constant", "reflect", "edge", "wrap") : draw.of("constant", "reflect", "edge");
        boolean constant = mode.equals("constant");
        DataType type = m.opset < 13
                ? DataType.FLOAT
                : draw.of(DataType.FLOAT, DataType.INT64, DataType.INT32, DataType.DOUBLE, DataType.INT8);
        m.data(draw.tensor(type, -9, 9, draw.dims(rank, 3, 5)));
        boolean axes = m.opset >= 18 && draw.chance(0.5);
        int count = axes ? draw.between(1, rank) : rank;
        MovementFamilies.list(m, "pads", 11, draw.longs(2 * count, draw.chance(0.3) ? -1 : 0, 2));
        if (m.opset < 11) {
            m.maybe(real("value", 3));
        } else if (constant && draw.chance(0.6)) {
            m.parameter(draw.tensor(type, -9, 9));
        } else if (axes) {
            m.absent();
        }
        if (axes) {
            Long[] named = Arrays.copyOf(draw.permutation(rank), count);
            named[0] -= draw.chance(0.4) ? rank : 0;
            m.parameter(Draw.vector(named));
        }
        if (!constant || draw.chance(0.5)) {
            m.attribute(text("mode", mode));
        }
        m.node("Pad");
    }
}
