package dev.lathe.demo;

import dev.lathe.backend.Device;
import java.nio.file.Path;
import java.util.List;

/**
 * What the demonstration found.
 *
 * @param regions lines of text from top to bottom, as the first device sees them
 * @param orientation which way up the picture is by the regions' majority; its score is 0 when there is no region
 * @param timings per device, in the order asked for; never empty
 * @param output the picture with the regions drawn
 */
public record DemoResult(List<TextRegion> regions, Orientation orientation, List<DeviceTiming> timings, Path output) {
    public DemoResult {
        regions = List.copyOf(regions);
        timings = List.copyOf(timings);
    }

    /** The device whose regions these are. */
    public Device device() {
        return timings.getFirst().device();
    }

    /** Median latency of one picture on {@link #device}. */
    public double milliseconds() {
        return timings.getFirst().milliseconds();
    }

    /** Throughput of {@link #device}, one picture at a time. */
    public double imagesPerSecond() {
        return timings.getFirst().imagesPerSecond();
    }
}
