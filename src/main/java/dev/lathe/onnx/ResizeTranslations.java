package dev.lathe.onnx;

import dev.lathe.op.Binary;
import dev.lathe.op.Resize;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Resize and the Upsample it grew out of. */
final class ResizeTranslations {
    private ResizeTranslations() {}

    static void addTo(Map<String, Translation> table) {
        table.put("Resize", node -> {
            if (node.opset() < 11) {
                upsample(node, node.input(1));
            } else {
                resize(node);
            }
        });
        table.put("Upsample", node -> upsample(node, scales(node)));
    }

    private static String scales(OnnxNode node) {
        Attributes attributes = node.attributes();
        float[] scales = attributes.floats("scales");
        if (scales == null && attributes.has("height_scale")) {
            scales = new float[] {1, 1, attributes.floatOr("height_scale", 1), attributes.floatOr("width_scale", 1)};
        }
        return scales == null ? node.input(1) : node.constant("scales", Tensor.of(Shape.of(scales.length), scales));
    }

    /**
     * Upsample, and Resize before opset 11, know neither other coordinates nor sizes. Where the latter shrinks an axis
     * it rounds up, as the examples of opset 10 and ONNX Runtime have it; where it widens one, down.
     */
    private static void upsample(OnnxNode node, String scales) {
        if (scales.isEmpty()) {
            throw node.malformed("it has no scales");
        }
        String mode = node.attributes().text("mode", "nearest");
        Resize.Interpolation interpolation = interpolation(node, mode.equals("bilinear") ? "linear" : mode);
        Resize widens = old(interpolation, Resize.Rounding.FLOOR);
        if (interpolation != Resize.Interpolation.NEAREST || !mayShrink(node)) {
            node.emit(widens, node.required(0), "", scales);
            return;
        }
        String one = node.constant("one", Tensor.scalar(1f));
        String less = node.before("less", new Binary(Binary.Function.MIN), scales, one);
        String more = node.before("more", new Binary(Binary.Function.MAX), scales, one);
        Resize shrinks = old(interpolation, Resize.Rounding.CEIL);
        node.emit(widens, node.before("shrink", shrinks, node.required(0), "", less), "", more);
    }

    /** Whether this is the Resize of opset 10, with a scale below 1 for all that is known. */
    private static boolean mayShrink(OnnxNode node) {
        Tensor scales = node.constant(1);
        boolean shrinks = scales == null || scales.dtype() != DType.FLOAT32;
        for (int i = 0; !shrinks && i < scales.size(); i++) {
            shrinks = scales.floats()[i] < 1;
        }
        return shrinks && node.opset() == 10;
    }

    private static Resize old(Resize.Interpolation interpolation, Resize.Rounding rounding) {
        return new Resize(
                interpolation,
                Resize.Coordinates.ASYMMETRIC,
                rounding,
                -0.75f,
                false,
                0,
                false,
                Resize.AspectRatio.STRETCH,
                List.of());
    }

    private static void resize(OnnxNode node) {
        Attributes attributes = node.attributes();
        Resize.Coordinates coordinates =
                named(Resize.Coordinates.values(), node, "coordinate_transformation_mode", "half_pixel");
        Resize op = new Resize(
                interpolation(node, attributes.text("mode", "nearest")),
                coordinates,
                named(Resize.Rounding.values(), node, "nearest_mode", "round_prefer_floor"),
                attributes.floatOr("cubic_coeff_a", -0.75f),
                attributes.flag("exclude_outside", false),
                attributes.floatOr("extrapolation_value", 0),
                attributes.flag("antialias", false),
                named(Resize.AspectRatio.values(), node, "keep_aspect_ratio_policy", "stretch"),
                attributes.ints("axes"));
        boolean crops = coordinates == Resize.Coordinates.TF_CROP_AND_RESIZE;
        node.emit(op, node.required(0), crops ? node.input(1) : "", unlessEmpty(node, 2), unlessEmpty(node, 3));
        if (!crops) {
            node.absorb(1);
        }
    }

    /** Operand {@code index}; absent when it is a constant without elements, which opset 11 wanted in its place. */
    private static String unlessEmpty(OnnxNode node, int index) {
        Tensor known = node.constant(index);
        if (known == null || known.size() > 0) {
            return node.input(index);
        }
        node.absorb(index);
        return "";
    }

    private static Resize.Interpolation interpolation(OnnxNode node, String mode) {
        return switch (mode) {
            case "nearest" -> Resize.Interpolation.NEAREST;
            case "linear" -> Resize.Interpolation.LINEAR;
            case "cubic" -> Resize.Interpolation.CUBIC;
            default -> throw node.malformed("mode '%s' does not exist", mode);
        };
    }

    /** The one of {@code values} that {@code attribute} names. */
    private static <E extends Enum<E>> E named(E[] values, OnnxNode node, String attribute, String absent) {
        String wanted = node.attributes().text(attribute, absent);
        for (E value : values) {
            if (value.name().toLowerCase(Locale.ROOT).equals(wanted)) {
                return value;
            }
        }
        throw node.malformed("%s '%s' does not exist", attribute, wanted);
    }
}
