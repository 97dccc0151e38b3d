package dev.lathe.onnx;

import static dev.lathe.onnx.NodeEncodings.none;

import dev.lathe.op.Resize;
import java.util.Locale;

/** Resize as a node. */
final class ResizeEncodings {
    private ResizeEncodings() {}

    static void resize(Resize op, NodeWriter to) {
        AttributesBuilder attributes = none().put("mode", lower(op.interpolation()))
                .put("coordinate_transformation_mode", lower(op.coordinates()))
                .put("nearest_mode", lower(op.rounding()))
                .put("cubic_coeff_a", op.cubicA())
                .flag("exclude_outside", op.excludeOutside())
                .put("extrapolation_value", op.extrapolation())
                .flag("antialias", op.antialias())
                .put("keep_aspect_ratio_policy", lower(op.aspectRatio()))
                .ints("axes", op.axes());
        to.whole(op.name(), attributes);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
