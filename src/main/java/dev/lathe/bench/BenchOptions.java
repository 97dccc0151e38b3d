package dev.lathe.bench;

import dev.lathe.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to measure.
 *
 * @param model an ONNX or {@code .lathe} file
 * @param devices ids of Lathe's devices
 * @param batches images per run, one comparison for each
 * @param threads host threads per engine
 * @param seconds of measured running per engine and batch; warming up takes as long before
 * @param peer name of a {@link Peer} to compare with
 * @param shapes of inputs with free extents other than the batch
 * @param seed of the inputs
 * @param tolerance largest difference from the expected result, relative to the largest expected value
 * @param perLayer whether to time every layer too
 */
public record BenchOptions(
        Path model,
        List<String> devices,
        List<Integer> batches,
        int threads,
        double seconds,
        @Nullable String peer,
        Map<String, Shape> shapes,
        long seed,
        double tolerance,
        boolean perLayer) {
    public BenchOptions {
        devices = List.copyOf(devices);
        batches = List.copyOf(batches);
        shapes = Map.copyOf(shapes);
    }
}
