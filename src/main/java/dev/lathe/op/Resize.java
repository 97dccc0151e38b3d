package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Interpolation. Operands x, optional roi, optional scales, optional sizes (one of the last two), each with one entry
 * per axis in {@code axes} (empty: all); roi has two, first all beginnings, then all ends. An operand without elements
 * counts as left out.
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
    private static final int ROI = 1;
    private static final int SCALES = 2;
    private static final int SIZES = 3;

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

    /**
     * What happens to one axis.
     *
     * @param in extent before, 0 only when {@code out} is
     * @param out extent after
     * @param scale positive and finite
     * @param length {@code in·scale}, of which {@code out} is the whole part
     * @param begin where the region of interest begins, as a fraction of the axis; 0 where there is none
     * @param end where it ends; 1 where there is none
     */
    public record Axis(int in, int out, float scale, float length, float begin, float end) {}

    public Resize {
        axes = List.copyOf(axes);
    }

    @Override
    public Set<Integer> parameters() {
        return Set.of(ROI, SCALES, SIZES);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        int[] dims = resolve(in).stream().mapToInt(Axis::out).toArray();
        return List.of(new TensorType(in.dtype(0), Shape.of(dims)));
    }

    /** Checks all operands and tells what happens to every axis of x. */
    public List<Axis> resolve(Operands in) {
        Check.count(this, in, 1, 4);
        Shape x = in.shape(0);
        checkType(in.dtype(0));
        int[] named = axes.isEmpty()
                ? Axes.first(x.rank())
                : Axes.distinct(
                        this, axes.stream().mapToLong(Integer::longValue).toArray(), x.rank());
        boolean scaled = given(in, SCALES);
        check(
                this,
                scaled != given(in, SIZES),
                "wants either operand 2 (scales) or operand 3 (sizes), the other empty");
        float[] roi = roi(in, named.length);
        Axis[] result = new Axis[x.rank()];
        Arrays.setAll(result, i -> new Axis(x.dim(i), x.dim(i), 1, x.dim(i), 0, 1));
        Axis[] changed = scaled ? scaled(in, named) : sized(in, named);
        for (int i = 0; i < named.length; i++) {
            Axis axis = changed[i];
            boolean possible = axis.in > 0 || axis.out == 0;
            check(this, possible, "x %s has nothing on axis %d to make %d of", x, named[i], axis.out);
            float begin = roi == null ? 0 : roi[i];
            float end = roi == null ? 1 : roi[named.length + i];
            result[named[i]] = new Axis(axis.in, axis.out, axis.scale, axis.length, begin, end);
        }
        return List.of(result);
    }

    private void checkType(DType dtype) {
        boolean known =
                switch (interpolation) {
                    case NEAREST -> true;
                    case LINEAR -> dtype != DType.BOOL;
                    case CUBIC -> dtype == DType.FLOAT32;
                };
        check(this, known, "%s does not interpolate %s", interpolation, dtype);
        boolean smooth = interpolation != Interpolation.NEAREST || !antialias;
        check(this, smooth, "antialias wants LINEAR or CUBIC, got NEAREST");
        check(this, Float.isFinite(cubicA), "cubic_coeff_a is %s", cubicA);
    }

    private static boolean given(Operands in, int index) {
        return in.has(index) && in.shape(index).size() > 0;
    }

    private float @Nullable [] roi(Operands in, int count) {
        if (coordinates != Coordinates.TF_CROP_AND_RESIZE) {
            return null;
        }
        check(this, given(in, ROI), "TF_CROP_AND_RESIZE wants operand 1 (roi)");
        float[] roi = floats(in, ROI, "roi", 2 * count);
        for (float fraction : roi) {
            check(this, Float.isFinite(fraction), "operand 1 (roi) has the entry %s", fraction);
        }
        return roi;
    }

    private float[] floats(Operands in, int index, String role, int count) {
        Check.dtype(this, in, index, DType.FLOAT32);
        Tensor value = in.value(index, role);
        check(
                this,
                value.size() == count,
                "operand %d (%s) is %s, wanted %d entries",
                index,
                role,
                value.type(),
                count);
        return Arrays.copyOf(value.floats(), count);
    }

    private Axis[] scaled(Operands in, int[] named) {
        float[] scales = floats(in, SCALES, "scales", named.length);
        Axis[] result = new Axis[named.length];
        for (int i = 0; i < result.length; i++) {
            boolean positive = scales[i] > 0 && Float.isFinite(scales[i]);
            check(this, positive, "operand 2 (scales) has the entry %s, wanted a positive number", scales[i]);
            int extent = in.shape(0).dim(named[i]);
            result[i] = scaled(extent, scales[i], 0);
        }
        return result;
    }

    private Axis[] sized(Operands in, int[] named) {
        long[] sizes = Axes.longs(this, in, SIZES, "sizes");
        int count = named.length;
        check(this, sizes.length == count, "operand 3 (sizes) has %d entries, wanted %d", sizes.length, count);
        float[] scales = new float[count];
        for (int i = 0; i < count; i++) {
            check(this, sizes[i] >= 0, "operand 3 (sizes) has the entry %d", sizes[i]);
            int extent = in.shape(0).dim(named[i]);
            Axes.extent(this, sizes[i]);
            scales[i] = extent == 0 || sizes[i] == 0 ? 1 : (float) sizes[i] / extent;
        }
        Axis[] result = new Axis[count];
        float common = common(scales);
        for (int i = 0; i < count; i++) {
            int extent = in.shape(0).dim(named[i]);
            result[i] = aspectRatio == AspectRatio.STRETCH
                    ? new Axis(extent, (int) sizes[i], scales[i], sizes[i], 0, 1)
                    : scaled(extent, common, 0.5);
        }
        return result;
    }

    private float common(float[] scales) {
        var all = IntStream.range(0, scales.length).mapToDouble(i -> scales[i]);
        return (float) (aspectRatio == AspectRatio.NOT_LARGER ? all.min() : all.max()).orElse(1);
    }

    /** An axis of {@code in·scale + surplus} elements, cut to a whole number. */
    private Axis scaled(int in, float scale, double surplus) {
        // in single precision, so that 0.7 of 10 is 7 and not a little less
        float length = scale * in;
        int out = scale == 1 ? in : Axes.extent(this, (long) (length + surplus));
        return new Axis(in, out, scale, length, 0, 1);
    }
}
