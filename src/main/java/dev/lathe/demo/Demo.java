package dev.lathe.demo;

import dev.lathe.Engine;
import dev.lathe.backend.Device;
import dev.lathe.error.DeviceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Finds the lines of text in a picture, tells which way up each and the whole picture is, reads them, draws them, and
 * compares how fast the devices of this machine do it.
 */
public final class Demo {
    /** The backend that exists to be compared with, far too slow to be shown. */
    private static final String REFERENCE = "reference";

    private Demo() {}

    /**
     * Runs the whole story and writes {@link DemoOptions#output}.
     *
     * @throws dev.lathe.error.DataException if networks or picture cannot be read, or the output cannot be written
     * @throws DeviceException if a device is unknown or not available
     */
    public static DemoResult run(DemoOptions options) {
        Picture given = options.image() == null ? Picture.sign() : Picture.read(options.image());
        Picture picture = options.upsideDown() ? given.upsideDown() : given;
        DemoModels models = DemoModels.read(options.models());
        List<TextRegion> regions = List.of();
        List<DeviceTiming> timings = new ArrayList<>();
        for (String id : devices(options.devices())) {
            try (Story story = Story.open(id, models)) {
                if (timings.isEmpty()) {
                    regions = story.look(picture).regions();
                }
                timings.add(time(story, picture, regions, options));
                if (timings.size() == 1 && options.read()) {
                    regions = story.read(picture, regions);
                }
            }
        }
        Annotation.write(picture, regions, options.output());
        Orientation orientation = Orientation.majority(
                regions.stream().map(TextRegion::orientation).toList());
        return new DemoResult(regions, orientation, timings, options.output());
    }

    /**
     * The ids of the devices to show: those asked for, or if none are, all available ones but the reference.
     *
     * @throws DeviceException if none is available
     */
    public static List<String> devices(List<String> asked) {
        if (!asked.isEmpty()) {
            return asked;
        }
        List<String> available = Engine.devices().stream()
                .filter(device -> device.available() && !device.backend().equals(REFERENCE))
                .map(Device::id)
                .toList();
        if (available.isEmpty()) {
            throw new DeviceException("no device is available but " + REFERENCE + ", which has to be asked for");
        }
        return available;
    }

    private static DeviceTiming time(Story story, Picture picture, List<TextRegion> expected, DemoOptions options) {
        for (int i = 0; i < options.warmUps(); i++) {
            story.look(picture);
        }
        Story.Look[] looks = new Story.Look[options.runs()];
        Arrays.setAll(looks, _ -> story.look(picture));
        double milliseconds = median(looks, Story.Look::milliseconds);
        return new DeviceTiming(
                story.device(),
                median(looks, Story.Look::detectMilliseconds),
                median(looks, Story.Look::classifyMilliseconds),
                milliseconds,
                1000 / milliseconds,
                sameAnswer(looks[0].regions(), expected));
    }

    private static boolean sameAnswer(List<TextRegion> regions, List<TextRegion> expected) {
        return regions.stream()
                .map(region -> region.orientation().degrees())
                .toList()
                .equals(expected.stream()
                        .map(region -> region.orientation().degrees())
                        .toList());
    }

    private static double median(Story.Look[] looks, ToDoubleFunction<Story.Look> measure) {
        double[] sorted = Arrays.stream(looks).mapToDouble(measure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
