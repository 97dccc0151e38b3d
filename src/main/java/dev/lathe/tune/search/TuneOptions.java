package dev.lathe.tune.search;

import dev.lathe.tensor.Shape;
import dev.lathe.tune.TuningDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to tune.
 *
 * @param device {@code cpu}, or id of an OpenCL device
 * @param model whose convolutions and products are tuned; null: those of well-known architectures, on OpenCL devices
 * @param threads of the host, for {@code cpu}; what is measured holds for as many
 * @param batch images of one run
 * @param shapes by input name, where the model leaves other extents free
 * @param seconds measured running for each problem
 * @param cache the user's cache folder, for compiled kernels
 * @param output folder where rows are written; null: where devices look for them, in {@code cache}
 */
public record TuneOptions(
        String device,
        @Nullable Path model,
        int threads,
        int batch,
        Map<String, Shape> shapes,
        double seconds,
        Path cache,
        @Nullable Path output) {
    /** Where rows are written. */
    Path folder() {
        return output == null ? TuningDatabase.folder(cache) : output;
    }
}
