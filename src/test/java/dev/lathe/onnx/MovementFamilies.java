package dev.lathe.onnx;

import static dev.lathe.onnx.ModelSketch.integer;
import static dev.lathe.onnx.ModelSketch.integers;
import static dev.lathe.onnx.ModelSketch.real;
import static dev.lathe.onnx.ModelSketch.reals;
import static dev.lathe.onnx.ModelSketch.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Arrays;
import java.util.List;

/** Operators that move elements, tell shapes, or make values of nothing. */
final class MovementFamilies {
    private MovementFamilies() {}

    static List<Family> all() {
        return List.of(
                Family.of("Reshape", MovementFamilies::reshape, 6, 13, 14, 19, 21, 23)
                        .times(2),
                Family.of("Flatten", MovementFamilies::flatten, 6, 9, 11, 13, 21),
                Family.of("Transpose", MovementFamilies::transpose, 6, 13, 21).times(2),
                Family.of("Squeeze", m -> squeeze(m), 6, 11, 13, 21).times(2),
                Family.of("Unsqueeze", MovementFamilies::unsqueeze, 6, 11, 13, 21)
                        .times(2),
                Family.of("Expand", MovementFamilies::expand, 8, 13).times(3),
                Family.of("Tile", MovementFamilies::tile, 6, 13).times(3),
                Family.of("DepthToSpace", MovementFamilies::depthToSpace, 6, 11, 13),
                Family.of("SpaceToDepth", MovementFamilies::spaceToDepth, 6, 13),
                Family.of("Shape", MovementFamilies::shapeOf, 6, 13, 15, 19, 21).times(2),
                Family.of("Size", m -> m.data(any(m, 0, 5)).node("Size"), 6, 13, 19, 21),
                Family.of("Identity", m -> m.data(any(m, 0, 5)).node("Identity"), 6, 13, 14, 16, 19, 21),
                Family.of("Constant", MovementFamilies::constant, 6, 9, 12, 13, 19, 21),
                Family.of("ConstantOfShape", MovementFamilies::constantOfShape, 9, 20, 21)
                        .times(2),
                Family.of("Range", MovementFamilies::range, 11).times(5));
    }

    static DataType type(DrawnModel m) {
        return m.draw.of(
                DataType.FLOAT,
                DataType.FLOAT,
                DataType.INT64,
                DataType.INT32,
                DataType.UINT8,
                DataType.INT8,
                DataType.BOOL,
                DataType.DOUBLE,
                DataType.FLOAT16);
    }

    static TensorProto any(DrawnModel m, int low, int high) {
        return any(m, m.draw.dimsOrEmpty(m.draw.between(low, high), 1, 4));
    }

    static TensorProto any(DrawnModel m, long... dims) {
        DataType type = type(m);
        return m.draw.tensor(type, 0, type == DataType.BOOL ? 1 : 99, dims);
    }

    private static long[] dims(TensorProto tensor) {
        return tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
    }

    /** An axis of {@code rank}, from opset 11 on counted from either end. */
    static int axis(DrawnModel m, int rank) {
        return m.draw.between(m.opset >= 11 ? -rank : 0, rank - 1);
    }

    /** A list that was an attribute and became an operand with opset {@code since}. */
    static void list(DrawnModel m, String name, int since, Long... values) {
        if (m.opset >= since) {
            m.parameter(Draw.vector(values));
        } else {
            m.attribute(integers(name, values));
        }
    }

    private static void reshape(DrawnModel m) {
        Draw draw = m.draw;
        TensorProto x = any(m, 0, 4);
        long[] dims = dims(x);
        Long[] wanted = new Long[dims.length + draw.between(0, 1)];
        Arrays.fill(wanted, 1L);
        boolean zeros = m.opset >= 14 && draw.chance(0.4);
        for (int i = 0; i < dims.length; i++) {
            wanted[i] = !zeros && draw.chance(0.3) ? 0L : dims[i];
        }
        if (dims.length >= 2 && draw.chance(0.5)) {
            Arrays.setAll(wanted, i -> i < dims.length ? dims[dims.length - 1 - i] : 1L);
        }
        if (wanted.length > 0 && !zeros && draw.chance(0.3)) {
            wanted[draw.between(0, wanted.length - 1)] = -1L;
        }
        m.data(x).parameter(Draw.vector(wanted));
        if (zeros) {
            m.attribute(integer("allowzero", 1));
        }
        m.node("Reshape");
    }

    private static void flatten(DrawnModel m) {
        TensorProto x = any(m, 0, 5);
        int rank = x.getDimsCount();
        if (rank < 1 || m.draw.chance(0.8)) {
            m.attribute(integer("axis", m.draw.between(m.opset >= 11 ? -rank : 0, rank)));
        }
        m.data(x).node("Flatten");
    }

    private static void transpose(DrawnModel m) {
        TensorProto x = any(m, 0, 5);
        m.data(x).maybe(integers("perm", m.draw.permutation(x.getDimsCount()))).node("Transpose");
    }

    private static void squeeze(DrawnModel m) {
        Draw draw = m.draw;
        int rank = draw.between(0, 4);
        long[] dims = draw.dims(rank, 1, 2);
        Long[] ones = Arrays.stream(draw.permutation(rank))
                .filter(i -> dims[i.intValue()] == 1)
                .toArray(Long[]::new);
        m.data(any(m, dims));
        if (draw.chance(0.7)) {
            Long[] axes = Arrays.copyOf(ones, draw.between(Math.min(1, ones.length), ones.length));
            if (axes.length > 0) {
                axes[0] -= m.opset >= 11 && draw.chance(0.4) ? rank : 0;
                list(m, "axes", 13, axes);
            }
        }
        m.node("Squeeze");
    }

    private static void unsqueeze(DrawnModel m) {
        Draw draw = m.draw;
        TensorProto x = any(m, 0, 3);
        int added = draw.between(1, 2);
        int rank = x.getDimsCount() + added;
        Long[] axes = Arrays.copyOf(draw.permutation(rank), added);
        axes[0] -= m.opset >= 11 && draw.chance(0.4) ? rank : 0;
        m.data(x);
        list(m, "axes", 13, axes);
        m.node("Unsqueeze");
    }

    private static void expand(DrawnModel m) {
        Draw draw = m.draw;
        Long[] whole = draw.longs(draw.between(0, 4), draw.chance(0.1) ? 0 : 1, 4);
        long[] part = Arrays.stream(whole)
                .skip(draw.between(0, whole.length))
                .mapToLong(d -> draw.chance(0.5) ? 1 : d)
                .toArray();
        for (int i = 0; i < part.length; i++) {
            int at = whole.length - part.length + i;
            // The shape may be 1 where the operand is not.
            whole[at] = draw.chance(0.2) ? 1L : whole[at];
        }
        m.data(any(m, part)).parameter(Draw.vector(whole)).node("Expand");
    }

    private static void tile(DrawnModel m) {
        TensorProto x = any(m, 0, 4);
        m.data(x)
                .parameter(Draw.vector(m.draw.longs(x.getDimsCount(), m.draw.chance(0.2) ? 0 : 1, 3)))
                .node("Tile");
    }

    private static void depthToSpace(DrawnModel m) {
        Draw draw = m.draw;
        int block = draw.between(1, 3);
        long[] dims = draw.dims(4, 1, 4);
        dims[1] *= (long) block * block;
        m.data(draw.tensor(m.real(), -9, 9, dims)).attribute(integer("blocksize", block));
        if (m.opset >= 11) {
            m.maybe(text("mode", draw.of("DCR", "CRD")));
        }
        m.node("DepthToSpace");
    }

    private static void spaceToDepth(DrawnModel m) {
        int block = m.draw.between(1, 3);
        long[] dims = m.draw.dims(4, 1, 4);
        dims[2] *= block;
        dims[3] *= block;
        m.data(m.draw.tensor(m.real(), -9, 9, dims))
                .attribute(integer("blocksize", block))
                .node("SpaceToDepth");
    }

    private static void shapeOf(DrawnModel m) {
        m.data(any(m, 0, 5));
        if (m.opset >= 15) {
            m.maybe(integer("start", m.draw.between(-6, 6))).maybe(integer("end", m.draw.between(-6, 6)));
        }
        m.node("Shape");
    }

    private static void constant(DrawnModel m) {
        AttributeProto tensor = AttributeProto.newBuilder()
                .setName("value")
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(any(m, 0, 3))
                .build();
        m.attribute(
                m.opset < 12
                        ? tensor
                        : m.draw.of(
                                tensor,
                                real("value_float", 1.5f),
                                integer("value_int", -7),
                                reals("value_floats", 1f, 2.5f),
                                integers("value_ints", 3L, -4L, 5L)));
        m.node("Constant");
    }

    private static void constantOfShape(DrawnModel m) {
        Draw draw = m.draw;
        m.parameter(Draw.vector(draw.longs(draw.between(0, 4), draw.chance(0.2) ? 0 : 1, 4)));
        m.maybe(AttributeProto.newBuilder()
                .setName("value")
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(any(m, 1L))
                .build());
        m.node("ConstantOfShape");
    }

    private static void range(DrawnModel m) {
        Draw draw = m.draw;
        DataType type = draw.of(DataType.FLOAT, DataType.INT32, DataType.INT64, DataType.DOUBLE);
        m.parameter(draw.tensor(type, -9, 9)).parameter(draw.tensor(type, -9, 9));
        m.parameter(draw.chance(0.5) ? draw.tensor(type, 1, 3) : draw.tensor(type, -3, -1));
        m.node("Range");
    }
}
