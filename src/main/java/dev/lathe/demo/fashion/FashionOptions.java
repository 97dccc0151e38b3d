package dev.lathe.demo.fashion;

import java.nio.file.Path;
import java.util.List;

/**
 * What to show.
 *
 * @param devices ids as {@link dev.lathe.Engine#devices} lists them, at least one; the first does everything, all are
 *     measured
 * @param network where the last stage goes, as {@code .lathe} or {@code .onnx}
 * @param page where the page goes, as HTML
 * @param images to judge stages by, at most the 1,000 that there are
 * @param epochs of fine-tuning
 * @param seconds of measuring for each device and network, warming up not included
 */
public record FashionOptions(List<String> devices, Path network, Path page, int images, int epochs, double seconds) {
    /** All images that there are to judge by. */
    public static final int ALL_IMAGES = 1000;

    private static final int EPOCHS = 15;
    private static final double SECONDS = 2;

    public FashionOptions {
        devices = List.copyOf(devices);
        if (devices.isEmpty() || images < 1 || epochs < 1 || !(seconds >= 0)) {
            throw new IllegalArgumentException("wanted a device, an image, an epoch and no negative time, got "
                    + devices + ", " + images + ", " + epochs + ", " + seconds);
        }
    }

    /** The whole story. */
    public static FashionOptions of(List<String> devices, Path network, Path page) {
        return new FashionOptions(devices, network, page, ALL_IMAGES, EPOCHS, SECONDS);
    }

    /** A shorter one. */
    public FashionOptions withLength(int otherImages, int otherEpochs, double otherSeconds) {
        return new FashionOptions(devices, network, page, otherImages, otherEpochs, otherSeconds);
    }
}
