package dev.lathe.onnx;

import static dev.lathe.onnx.ModelSketch.integer;
import static dev.lathe.onnx.ModelSketch.integers;
import static dev.lathe.onnx.ModelSketch.real;
import static dev.lathe.onnx.ModelSketch.reals;
import static dev.lathe.onnx.ModelSketch.text;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Arrays;
import java.util.List;

/** Resize and Upsample. */
final class ResizeFamilies {
    private static final String[] MODES = {"nearest", "linear", "cubic"};
    private static final String[] COORDINATES = {
        "half_pixel",
        "half_pixel_symmetric",
        "pytorch_half_pixel",
        "align_corners",
        "asymmetric",
        "tf_half_pixel_for_nn",
        "tf_crop_and_resize"
    };

    private ResizeFamilies() {}

    static List<Family> all() {
        return List.of(
                Family.of("Upsample", ResizeFamilies::upsample, 7, 9).times(3),
                Family.of("Resize of old", ResizeFamilies::old, 10).times(3),
                Family.of("Resize", ResizeFamilies::resize, 11, 13).times(10),
                Family.of("Resize of axes", ResizeFamilies::axes, 18, 19).times(10),
                Family.of("Resize without aliasing", ResizeFamilies::antialias, 18, 19)
                        .times(5));
    }

    private static double[] scales(Draw draw, int rank, double... choices) {
        double[] scales = new double[rank];
        Arrays.fill(scales, 1);
        for (int i = Math.max(0, rank - 2); i < rank; i++) {
            scales[i] = choices[draw.between(0, choices.length - 1)];
        }
        return scales;
    }

    private static void upsample(DrawnModel m) {
        Draw draw = m.draw;
        m.data(draw.tensor(DataType.FLOAT, -3, 3, draw.dims(4, 1, 5)));
        double[] scales = scales(draw, 4, 1, 1.5, 2, 2.6, 3);
        if (m.opset < 9) {
            Float[] attribute = new Float[4];
            Arrays.setAll(attribute, i -> (float) scales[i]);
            m.attribute(reals("scales", attribute));
        } else {
            m.parameter(Draw.reals(scales));
        }
        m.maybe(text("mode", draw.of("nearest", "linear")));
        m.node("Upsample");
    }

    private static void old(DrawnModel m) {
        m.data(m.draw.tensor(DataType.FLOAT, -3, 3, m.draw.dims(4, 2, 6)));
        m.parameter(Draw.reals(scales(m.draw, 4, 0.5, 0.6, 1, 1.5, 2, 2.6, 3)));
        m.maybe(text("mode", m.draw.of("nearest", "linear")));
        m.node("Resize");
    }

    private static void resize(DrawnModel m) {
        Draw draw = m.draw;
        String mode = draw.of(MODES);
        int rank = mode.equals("cubic") ? draw.of(2, 4) : draw.between(1, 5);
        boolean wholes = mode.equals("nearest") && draw.chance(0.2);
        DataType type = wholes ? draw.of(DataType.INT32, DataType.UINT8) : DataType.FLOAT;
        long[] x = draw.dims(rank, 2, 7);
        m.data(draw.tensor(type, wholes ? 0 : -3, 9, x));
        String coordinates = coordinates(draw, mode);
        target(m, x, coordinates);
        modes(m, mode, coordinates);
        m.node("Resize");
    }

    /** One of the seven, "for NN" only where it is for. */
    private static String coordinates(Draw draw, String mode) {
        String coordinates = draw.of(COORDINATES);
        boolean legal = mode.equals("nearest") || !coordinates.equals("tf_half_pixel_for_nn");
        return legal ? coordinates : "half_pixel";
    }

    /** Region of interest, scales and sizes for axes of extents {@code x}, of which only the last two change. */
    private static void target(DrawnModel m, long[] x, String coordinates) {
        Draw draw = m.draw;
        boolean crops = coordinates.equals("tf_crop_and_resize");
        double[] scales = scales(draw, x.length, 0.4, 0.5, 0.6, 0.8, 1, 1.25, 1.5, 2, 2.6, 3);
        Long[] sizes = new Long[x.length];
        for (int i = 0; i < x.length; i++) {
            // What changes a place but no extent ONNX Runtime just copies.
            scales[i] = (long) (x[i] * scales[i]) == x[i] ? 1 : scales[i];
            sizes[i] = scales[i] == 1 ? x[i] : draw.between(1, 12);
        }
        if (crops) {
            m.parameter(region(draw, x, sizes)).maybe(real("extrapolation_value", 10));
        } else {
            none(m);
        }
        // Where scales give a fraction of an element, the examples of the specification divide by it in these two
        // modes, but ONNX Runtime by the whole part.
        if (crops || coordinates.equals("align_corners") || draw.chance(0.5)) {
            none(m);
            m.parameter(Draw.vector(sizes));
            if (m.opset >= 18 && !crops && !coordinates.equals("align_corners")) {
                m.maybe(text("keep_aspect_ratio_policy", draw.of("stretch", "not_larger", "not_smaller")));
            }
        } else {
            m.parameter(Draw.reals(scales));
        }
    }

    /** An axis that keeps its extent is whole: ONNX Runtime does not look at its region, against the specification. */
    private static TensorProto region(Draw draw, long[] x, Long[] sizes) {
        double[] region = new double[2 * x.length];
        for (int i = 0; i < x.length; i++) {
            region[i] = sizes[i] == x[i] ? 0 : draw.between(0, 4) / 10.0;
            region[i + x.length] = sizes[i] == x[i] ? 1 : draw.between(6, 12) / 10.0;
        }
        return Draw.reals(region);
    }

    /** An operand left out, before opset 13 by a tensor without elements. */
    private static void none(DrawnModel m) {
        if (m.opset < 13) {
            m.constant(Draw.reals());
        } else {
            m.absent();
        }
    }

    private static void modes(DrawnModel m, String mode, String coordinates) {
        Draw draw = m.draw;
        m.attribute(text("mode", mode));
        if (!coordinates.equals("half_pixel") || draw.chance(0.5)) {
            m.attribute(text("coordinate_transformation_mode", coordinates));
        }
        if (mode.equals("nearest")) {
            m.maybe(text("nearest_mode", draw.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")));
        }
        if (mode.equals("cubic")) {
            m.maybe(real("cubic_coeff_a", -0.5f)).maybe(integer("exclude_outside", draw.between(0, 1)));
        }
    }

    private static void axes(DrawnModel m) {
        Draw draw = m.draw;
        String mode = draw.of(MODES);
        String coordinates = coordinates(draw, mode);
        long[] x = draw.dims(4, 2, 7);
        Long[] axes = draw.of(new Long[] {2L, 3L}, new Long[] {3L, 2L}, new Long[] {3L});
        m.data(draw.tensor(DataType.FLOAT, -3, 3, x));
        target(m, Arrays.stream(axes).mapToLong(axis -> x[axis.intValue()]).toArray(), coordinates);
        m.attribute(integers("axes", axes));
        modes(m, mode, coordinates);
        m.node("Resize");
    }

    private static void antialias(DrawnModel m) {
        Draw draw = m.draw;
        long[] x = draw.dims(4, 2, 9);
        m.data(draw.tensor(DataType.FLOAT, -3, 3, x));
        m.attribute(integer("antialias", 1));
        String coordinates =
                draw.of("half_pixel", "align_corners", "asymmetric", "pytorch_half_pixel", "half_pixel_symmetric");
        target(m, x, coordinates);
        modes(m, draw.of("linear", "cubic"), coordinates);
        m.node("Resize");
    }
}
