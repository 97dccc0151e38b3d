package dev.lathe.data;

import dev.lathe.error.InputException;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From an image to what a network was trained on: resize, crop the centre, then for each channel {@code (pixel·scale -
 * mean) / std}.
 *
 * @param resize wanted size; a single side is that of the shorter side and keeps the proportions. Null: as it is
 * @param crop size of the centre that is kept; null: all
 * @param scale factor on pixels 0..255, before mean and deviation
 * @param mean per channel in the order of {@code order}, or one for all
 * @param std per channel in the order of {@code order}, or one for all; not 0
 */
public record Preprocessing(
        @Nullable Extent resize,
        @Nullable Extent crop,
        float scale,
        List<Float> mean,
        List<Float> std,
        ChannelOrder order,
        Layout layout) {

    /** Which colour comes first. */
    public enum ChannelOrder {
        RGB,
        BGR
    }

    /** Whether a network wants planes (channels, height, width) or interleaved channels (height, width, channels). */
    public enum Layout {
        NCHW,
        NHWC
    }

    /** Pixels scaled to 0..1 and nothing else. */
    public static final Preprocessing DEFAULT =
            new Preprocessing(null, null, 1 / 255f, List.of(0f), List.of(1f), ChannelOrder.RGB, Layout.NCHW);

    public Preprocessing {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        boolean finite = Stream.concat(mean.stream(), std.stream()).allMatch(Float::isFinite);
        // -0 divides like 0, but equals it only as a primitive
        if (mean.isEmpty() || std.isEmpty() || !finite || std.stream().anyMatch(deviation -> deviation == 0)) {
            throw new IllegalArgumentException("mean " + mean + " and std " + std + ": want finite values, std not 0");
        }
    }

    /**
     * Prepares one image.
     *
     * @param image [c, h, w] with 1 or 3 channels, 0..255, red first; only read
     * @param channels 1 or 3; grey is repeated, colour is weighted to grey as Pillow does
     * @return [channels, h, w] or, for {@link Layout#NHWC}, [h, w, channels]
     * @throws InputException if the crop is larger than the image, or mean or std have another number of channels
     */
    public Tensor apply(Tensor image, int channels) {
        requireChannels(mean, "mean", channels);
        requireChannels(std, "std", channels);
        Tensor resized = resized(image);
        Tensor coloured = channels(cropped(resized), channels);
        return normalised(coloured);
    }

    private static void requireChannels(List<Float> values, String name, int channels) {
        if (values.size() != 1 && values.size() != channels) {
            throw new InputException(name + " has " + values.size() + " values for " + channels + " channels");
        }
    }

    private Tensor resized(Tensor image) {
        int height = image.shape().dim(1);
        int width = image.shape().dim(2);
        return switch (resize) {
            case null -> image;
            case Extent.Exactly e -> Bilinear.resize(image, e.height(), e.width());
            case Extent.Side s
            when width <= height -> Bilinear.resize(image, longer(height, width, s.pixels()), s.pixels());
            case Extent.Side s -> Bilinear.resize(image, s.pixels(), longer(width, height, s.pixels()));
        };
    }

    /** The longer side when the shorter becomes {@code pixels}; cut, not rounded, as torchvision does. */
    private static int longer(int longer, int shorter, int pixels) {
        return (int) Math.min((long) longer * pixels / shorter, Integer.MAX_VALUE);
    }

    private Tensor cropped(Tensor image) {
        return switch (crop) {
            case null -> image;
            case Extent.Side s -> centre(image, s.pixels(), s.pixels());
            case Extent.Exactly e -> centre(image, e.height(), e.width());
        };
    }

    private static Tensor centre(Tensor image, int height, int width) {
        int channels = image.shape().dim(0);
        int inHeight = image.shape().dim(1);
        int inWidth = image.shape().dim(2);
        if (height > inHeight || width > inWidth) {
            throw new InputException(
                    "a crop of " + width + "x" + height + " from an image of " + inWidth + "x" + inHeight);
        }
        // torchvision rounds half to even
        int top = (int) Math.rint((inHeight - height) / 2.0);
        int left = (int) Math.rint((inWidth - width) / 2.0);
        float[] kept = new float[channels * height * width];
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < height; y++) {
                int from = (c * inHeight + top + y) * inWidth + left;
                System.arraycopy(image.floats(), from, kept, (c * height + y) * width, width);
            }
        }
        return Tensor.of(Shape.of(channels, height, width), kept);
    }

    private static Tensor channels(Tensor image, int channels) {
        int present = image.shape().dim(0);
        if (present == channels) {
            return image;
        }
        int plane = image.size() / present;
        float[] x = image.floats();
        float[] y = new float[channels * plane];
        if (present == 1) {
            for (int c = 0; c < channels; c++) {
                System.arraycopy(x, 0, y, c * plane, plane);
            }
        } else if (present == 3 && channels == 1) {
            for (int i = 0; i < plane; i++) {
                y[i] = 0.299f * x[i] + 0.587f * x[plane + i] + 0.114f * x[2 * plane + i];
            }
        } else {
            throw new InputException("an image of " + present + " channels for a network of " + channels);
        }
        return Tensor.of(image.shape().with(0, channels), y);
    }

    private Tensor normalised(Tensor image) {
        int channels = image.shape().dim(0);
        int plane = image.size() / channels;
        float[] x = image.floats();
        float[] y = new float[x.length];
        for (int c = 0; c < channels; c++) {
            int source = order == ChannelOrder.BGR ? channels - 1 - c : c;
            float centre = mean.get(mean.size() == 1 ? 0 : c);
            float deviation = std.get(std.size() == 1 ? 0 : c);
            for (int i = 0; i < plane; i++) {
                float value = (x[source * plane + i] * scale - centre) / deviation;
                y[layout == Layout.NCHW ? c * plane + i : i * channels + c] = value;
            }
        }
        return Tensor.of(layout == Layout.NCHW ? image.shape() : interleaved(image.shape()), y);
    }

    private static Shape interleaved(Shape planes) {
        return Shape.of(planes.dim(1), planes.dim(2), planes.dim(0));
    }
}
