package dev.lathe.tune.search;

import dev.lathe.tensor.Shape;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to tune.
 *
 * @param device id of an OpenCL device
 * @param model whose convolutions and products are tuned; null: those of well-known architectures
 * @param batch images of one run
 * @param shapes by input name, where the model leaves other extents free
 * @param seconds measured running for each problem
 * @param folder where rows are written
 * @param cache folder of compiled kernels; null: they are not kept
 */
public record TuneOptions(
        String device,
        @Nullable Path model,
        int batch,
        Map<String, Shape> shapes,
        double seconds,
        Path folder,
        @Nullable Path cache) {}
