package dev.lathe.onnx;

import static dev.lathe.onnx.ModelSketch.integer;
import static dev.lathe.onnx.ModelSketch.integers;
import static dev.lathe.onnx.ModelSketch.text;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import java.util.stream.LongStream;

/** Convolutions and pools. */
final class WindowFamilies {
    private WindowFamilies() {}

    static List<Family> all() {
        return List.of(
                Family.of("Conv", WindowFamilies::conv, 6, 11, 22).times(3),
                Family.of("ConvTranspose", WindowFamilies::convTranspose, 6, 11, 22)
                        .times(3),
                Family.of("ConvInteger", WindowFamilies::convInteger, 10).times(2),
                Family.of("QLinearConv", WindowFamilies::qLinearConv, 10).times(3),
                Family.of("MaxPool", m -> pool(m, "MaxPool"), 6, 8, 10, 11, 12, 22)
                        .times(2),
                Family.of("AveragePool", m -> pool(m, "AveragePool"), 6, 7, 10, 11, 19, 22)
                        .times(2),
                Family.of("LpPool", m -> pool(m, "LpPool"), 6, 11, 18, 22),
                Family.of("GlobalMaxPool", m -> global(m, "GlobalMaxPool"), 6, 22),
                Family.of("GlobalAveragePool", m -> global(m, "GlobalAveragePool"), 6, 22),
                Family.of("GlobalLpPool", m -> global(m, "GlobalLpPool"), 6, 22));
    }

    /** Spatial axes: two more often than one or three. */
    private static int axes(Draw draw) {
        return draw.of(1, 2, 2, 3);
    }

    /** The attributes of a window with extents {@code kernel}, each given or not. */
    private static void window(DrawnModel m, long[] kernel, boolean dilates) {
        dilations(m, kernel.length, dilates);
        padding(m, kernel, 2, true);
    }

    private static boolean dilations(DrawnModel m, int axes, boolean possible) {
        boolean given = possible && m.draw.chance(0.5);
        if (given) {
            m.attribute(integers("dilations", m.draw.longs(axes, 1, 2)));
        }
        return given;
    }

    /**
     * Strides and padding.
     *
     * @param gap positions between two windows at most, where padding is automatic
     */
    private static void padding(DrawnModel m, long[] kernel, int gap, boolean automatic) {
        Draw draw = m.draw;
        int axes = kernel.length;
        boolean auto = automatic && draw.chance(0.3);
        int longest = auto ? (int) LongStream.of(kernel).min().orElseThrow() + gap : 3;
        m.maybe(integers("strides", draw.longs(axes, 1, Math.min(longest, 3))));
        if (auto) {
            m.attribute(text("auto_pad", draw.of("SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET")));
        } else if (draw.chance(0.7)) {
            Long[] pads = new Long[2 * axes];
            for (int i = 0; i < pads.length; i++) {
                pads[i] = (long) draw.between(0, (int) kernel[i % axes] - 1);
            }
            m.attribute(integers("pads", pads));
        }
    }

    private static long[] x(Draw draw, int axes, long channels) {
        long[] spatial = draw.dims(axes, 5, axes == 3 ? 7 : 10);
        return LongStream.concat(LongStream.of(draw.between(1, 2), channels), LongStream.of(spatial))
                .toArray();
    }

    private static long[] filter(long k, long c, long[] kernel) {
        return LongStream.concat(LongStream.of(k, c), LongStream.of(kernel)).toArray();
    }

    private static void conv(DrawnModel m) {
        Draw draw = m.draw;
        int axes = axes(draw);
        int groups = draw.of(1, 1, 2, 3);
        int c = draw.chance(0.3) ? 1 : draw.between(1, 4);
        int k = groups * draw.between(1, 3);
        long[] kernel = draw.dims(axes, 1, 3);
        DataType type = m.draw.chance(0.85) ? DataType.FLOAT : m.real();
        m.data(draw.tensor(type, -2, 2, x(draw, axes, (long) groups * c)));
        m.parameter(draw.tensor(type, -1, 1, filter(k, c, kernel)));
        if (draw.chance(0.5)) {
            m.parameter(draw.tensor(type, -1, 1, k));
        }
        window(m, kernel, true);
        shape(m, kernel);
        group(m, groups);
        m.node("Conv");
    }

    private static void shape(DrawnModel m, long[] kernel) {
        m.maybe(integers("kernel_shape", LongStream.of(kernel).boxed().toArray(Long[]::new)));
    }

    private static void group(DrawnModel m, int groups) {
        if (groups > 1) {
            m.attribute(integer("group", groups));
        } else {
            m.maybe(integer("group", 1));
        }
    }

    private static void convTranspose(DrawnModel m) {
        Draw draw = m.draw;
        int axes = axes(draw);
        int groups = draw.of(1, 1, 2);
        int c = draw.between(1, 3);
        int k = draw.between(1, 3);
        long[] kernel = draw.dims(axes, 1, 3);
        m.data(draw.tensor(DataType.FLOAT, -2, 2, x(draw, axes, (long) groups * c)));
        m.parameter(draw.tensor(DataType.FLOAT, -1, 1, filter((long) groups * c, k, kernel)));
        if (draw.chance(0.5)) {
            m.parameter(draw.tensor(DataType.FLOAT, -1, 1, (long) groups * k));
        }
        if (draw.chance(0.2)) {
            m.attribute(integers("strides", draw.longs(axes, 2, 3)));
            m.attribute(integers("output_shape", draw.longs(axes, 11, 16)));
            m.maybe(text("auto_pad", draw.of("SAME_UPPER", "SAME_LOWER", "NOTSET")));
        } else {
            dilations(m, axes, true);
            // Where no window reaches the next, SAME has to grow the result: the specification wants x·stride,
            // ONNX Runtime gives less.
            padding(m, kernel, 0, true);
            if (draw.chance(0.3)) {
                m.attribute(integers("output_padding", draw.longs(axes, 0, 1)));
            }
        }
        shape(m, kernel);
        group(m, groups);
        m.node("ConvTranspose");
    }

    private static void convInteger(DrawnModel m) {
        Draw draw = m.draw;
        int axes = axes(draw);
        int groups = draw.of(1, 2);
        int c = draw.between(1, 3);
        int k = groups * draw.between(1, 2);
        long[] kernel = draw.dims(axes, 1, 3);
        DataType w = draw.of(DataType.UINT8, DataType.INT8);
        m.data(draw.tensor(DataType.UINT8, 0, 255, x(draw, axes, (long) groups * c)));
        m.parameter(draw.tensor(w, 0, 127, filter(k, c, kernel)));
        if (draw.chance(0.6)) {
            m.parameter(draw.tensor(DataType.UINT8, 0, 255));
            if (draw.chance(0.5)) {
                m.parameter(draw.chance(0.5) ? draw.tensor(w, 0, 99) : draw.tensor(w, 0, 99, k));
            }
        }
        window(m, kernel, true);
        shape(m, kernel);
        group(m, groups);
        m.node("ConvInteger");
    }

    private static void qLinearConv(DrawnModel m) {
        Draw draw = m.draw;
        int axes = axes(draw);
        int groups = draw.of(1, 1, 2);
        int c = draw.between(1, 3);
        int k = groups * draw.between(1, 2);
        long[] kernel = draw.dims(axes, 1, 3);
        DataType type = draw.of(DataType.UINT8, DataType.INT8);
        DataType w = type == DataType.INT8 ? type : draw.of(DataType.UINT8, DataType.INT8);
        long[] one = draw.chance(0.5) ? new long[0] : new long[] {1};
        long[] filters = draw.chance(0.5) ? new long[] {k} : one;
        m.data(draw.tensor(type, 0, 127, x(draw, axes, (long) groups * c)));
        m.parameter(draw.tensor(DataType.FLOAT, 0.01, 0.03, one)).parameter(draw.tensor(type, 0, 127, one));
        m.parameter(draw.tensor(w, 0, 127, filter(k, c, kernel)));
        double[] same = new double[filters.length == 0 ? 1 : (int) filters[0]];
        TensorProto zeros = Draw.tensor(w, same, filters);
        m.parameter(draw.tensor(DataType.FLOAT, 0.01, 0.03, filters)).parameter(zeros);
        m.parameter(draw.tensor(DataType.FLOAT, 0.05, 0.1, one)).parameter(draw.tensor(type, 0, 127, one));
        if (draw.chance(0.5)) {
            m.parameter(draw.tensor(DataType.INT32, -999, 999, k));
        }
        window(m, kernel, true);
        shape(m, kernel);
        group(m, groups);
        m.node("QLinearConv");
    }

    private static void pool(DrawnModel m, String operator) {
        Draw draw = m.draw;
        int axes = axes(draw);
        long[] kernel = draw.dims(axes, 1, 3);
        boolean max = operator.equals("MaxPool");
        DataType type = max && m.opset >= 12 && draw.chance(0.2) ? draw.of(DataType.INT8, DataType.UINT8) : m.real();
        m.data(draw.tensor(type, type == DataType.UINT8 ? 0 : -9, 9, x(draw, axes, draw.between(1, 3))));
        m.attribute(integers("kernel_shape", LongStream.of(kernel).boxed().toArray(Long[]::new)));
        int dilated = max ? 10 : operator.equals("LpPool") ? 18 : 19;
        // ONNX Runtime pads SAME as if there were no dilation, against the specification.
        // And where windows leave gaps it crops instead of padding nothing.
        padding(m, kernel, 1, !dilations(m, axes, m.opset >= dilated));
        if (m.opset >= (operator.equals("LpPool") ? 18 : 10)) {
            m.maybe(integer("ceil_mode", draw.between(0, 1)));
        }
        int results = 1;
        switch (operator) {
            case "AveragePool" -> {
                if (m.opset >= 7) {
                    m.maybe(integer("count_include_pad", draw.between(0, 1)));
                }
            }
            case "LpPool" -> m.maybe(integer("p", draw.between(1, 4)));
            default -> {
                if (m.opset >= 8) {
                    m.maybe(integer("storage_order", draw.between(0, 1)));
                    results = draw.between(1, 2);
                }
            }
        }
        m.node(operator, results);
    }

    private static void global(DrawnModel m, String operator) {
        m.data(m.draw.tensor(m.real(), -9, 9, x(m.draw, axes(m.draw), m.draw.between(1, 3))));
        if (operator.equals("GlobalLpPool")) {
            m.maybe(integer("p", m.draw.between(1, 4)));
        }
        m.node(operator);
    }
}
