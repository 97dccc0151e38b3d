package dev.lathe.onnx;

import static dev.lathe.onnx.ModelSketch.integer;
import static dev.lathe.onnx.ModelSketch.integers;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;

/** Chains as function bodies and exporters have them: types and extents that come from other values. */
final class ChainFamilies {
    private ChainFamilies() {}

    static List<Family> all() {
        return List.of(
                Family.of("leaky function body", ChainFamilies::leaky, 16, 18, 21)
                        .times(2),
                Family.of("crop to the centre", ChainFamilies::crop, 13, 18, 21).times(2),
                Family.of("flatten by shape", ChainFamilies::flatten, 13, 19, 21)
                        .times(2),
                Family.of("expand to another", ChainFamilies::expand, 13, 19).times(2),
                Family.of("reshape by a narrow shape", ChainFamilies::narrow, 13, 19)
                        .times(2),
                Family.of("layer normalisation body", ChainFamilies::layers, 13, 18, 21)
                        .times(2),
                Family.of("widened by a known size", ChainFamilies::upsample, 13, 18)
                        .times(2));
    }

    /** x less than zero: alpha·x, with constants cast to the type of x. */
    private static void leaky(DrawnModel m) {
        DataType type = m.draw.of(DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16);
        String x = m.input(m.draw.tensor(type, -3, 3, m.draw.dims(m.draw.between(0, 4), 1, 4)));
        String alpha = m.define(Draw.tensor(DataType.FLOAT, new double[] {0.25}));
        String zero = m.define(Draw.tensor(DataType.FLOAT, new double[] {0}));
        m.sketch()
                .node("CastLike", alpha + " " + x, "a")
                .node("CastLike", zero + " " + x, "z")
                .node("Less", x + " z", "less")
                .node("Mul", "a " + x, "ax")
                .node("Where", "less ax " + x, "y")
                .output("y");
    }

    /** Where to begin follows from the extents of x and the wanted ones, an input. */
    private static void crop(DrawnModel m) {
        String x = m.input(m.draw.tensor(DataType.FLOAT, -3, 3, m.draw.dims(3, 4, 9)));
        String wanted = m.input(Draw.vector(m.draw.longs(3, 1, 4)));
        String two = m.define(Draw.vector(2L));
        m.sketch()
                .node("Shape", x, "shape")
                .node("Sub", "shape " + wanted, "surplus")
                .node("Div", "surplus " + two, "begin")
                .node("Add", "begin " + wanted, "end")
                .node("Slice", x + " begin end", "y")
                .output("y");
    }

    private static void flatten(DrawnModel m) {
        String x = m.input(m.draw.tensor(DataType.FLOAT, -3, 3, m.draw.dims(4, 1, 4)));
        String zero = m.define(Draw.tensor(DataType.INT64, new double[] {0}));
        String rest = m.define(Draw.vector(-1L));
        String axes = m.define(Draw.vector(0L));
        m.sketch()
                .node("Shape", x, "shape")
                .node("Gather", "shape " + zero, "batch", integer("axis", 0))
                .node("Unsqueeze", "batch " + axes, "first")
                .node("Concat", "first " + rest, "to", integer("axis", 0))
                .node("Reshape", x + " to", "y")
                .output("y");
    }

    private static void expand(DrawnModel m) {
        long[] whole = m.draw.dims(3, 1, 4);
        String x = m.input(m.draw.tensor(DataType.FLOAT, -3, 3, whole[2]));
        String like = m.input(m.draw.tensor(DataType.INT32, 0, 9, whole));
        m.sketch()
                .node("Shape", like, "shape")
                .node("Expand", x + " shape", "y")
                .output("y");
    }

    /** The shape is an input of 32 bits. */
    private static void narrow(DrawnModel m) {
        long[] dims = m.draw.dims(2, 1, 5);
        String x = m.input(m.draw.tensor(DataType.FLOAT, -3, 3, dims));
        String shape = m.input(Draw.tensor(DataType.INT32, new double[] {dims[1], -1}, 2));
        m.sketch()
                .node("Cast", shape, "to", integer("to", DataType.INT64_VALUE))
                .node("Reshape", x + " to", "y")
                .output("y");
    }

    /** Flattened by the extents before and after an axis, normalised, and given its shape again. */
    private static void layers(DrawnModel m) {
        String x = m.input(m.draw.tensor(DataType.FLOAT, -3, 3, m.draw.dims(3, 2, 5)));
        String epsilon = m.define(Draw.tensor(DataType.FLOAT, new double[] {0.01}));
        boolean operand = m.opset >= 18;
        String axes = operand ? " " + m.define(Draw.vector(1L)) : "";
        m.sketch().node("Shape", x, "shape").node("Flatten", x, "flat", integer("axis", -2));
        mean(m, operand, "flat" + axes, "mean");
        m.sketch().node("Mul", "flat flat", "square");
        mean(m, operand, "square" + axes, "squares");
        m.sketch()
                .node("Mul", "mean mean", "meanSquare")
                .node("Sub", "squares meanSquare", "variance")
                .node("Add", "variance " + epsilon, "wide")
                .node("Sqrt", "wide", "deviation")
                .node("Sub", "flat mean", "centred")
                .node("Div", "centred deviation", "normal")
                .node("Reshape", "normal shape", "y")
                .output("y");
    }

    private static void mean(DrawnModel m, boolean operand, String inputs, String output) {
        if (operand) {
            m.sketch().node("ReduceMean", inputs, output);
        } else {
            m.sketch().node("ReduceMean", inputs, output, integers("axes", 1L));
        }
    }

    /** Twice as high and wide, in the way of exporters: from the extents, as sizes. */
    private static void upsample(DrawnModel m) {
        String x = m.input(m.draw.tensor(DataType.FLOAT, -3, 3, m.draw.dims(4, 1, 5)));
        String factors = m.define(Draw.vector(1L, 1L, 2L, 3L));
        m.sketch()
                .node("Shape", x, "shape")
                .node("Mul", "shape " + factors, "sizes")
                .node("Resize", x + " - - sizes", "y")
                .output("y");
    }
}
