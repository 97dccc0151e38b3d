package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;
import java.util.Set;

/**
 * Interpolation. Operands x, optional roi, optional scales, optional sizes (one of the last two), each with one entry
 * per axis in {@code axes} (empty: all).
 */
public record Resize(
        Interpolation interpolation,
        Coordinates coordinates,
        Rounding rounding,
        float cubicA,
        boolean excludeOutside,
        float extrapolation,
        boolean antialias,
        AspectRatio aspectRatio,
        List<Integer> axes)
        implements Op {
    public enum Interpolation {
        NEAREST,
        LINEAR,
        CUBIC
    }

    /** How an output position maps to the input; names and formulas of {@code coordinate_transformation_mode}. */
    public enum Coordinates {
        HALF_PIXEL,
        HALF_PIXEL_SYMMETRIC,
        PYTORCH_HALF_PIXEL,
        ALIGN_CORNERS,
        ASYMMETRIC,
        TF_HALF_PIXEL_FOR_NN,
        TF_CROP_AND_RESIZE
    }

    /** How NEAREST picks a neighbour; {@code nearest_mode}. */
    public enum Rounding {
        ROUND_PREFER_FLOOR,
        ROUND_PREFER_CEIL,
        FLOOR,
        CEIL
    }

    /** {@code keep_aspect_ratio_policy}; used with sizes only. */
    public enum AspectRatio {
        STRETCH,
        NOT_LARGER,
        NOT_SMALLER
    }

    public Resize {
        axes = List.copyOf(axes);
    }

    @Override
    public Set<Integer> parameters() {
        return Set.of(1, 2, 3);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
