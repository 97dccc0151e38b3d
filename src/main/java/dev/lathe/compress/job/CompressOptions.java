package dev.lathe.compress.job;

import dev.lathe.data.DatasetSpec;
import dev.lathe.data.Preprocessing;
import dev.lathe.tensor.Shape;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to compress, and what with.
 *
 * @param model an ONNX or {@code .lathe} file, or with {@code topology} one in the format of Deep Compression
 * @param topology the network whose weights {@code model} holds; null when it holds the network itself
 * @param output {@code .onnx} or {@code .lathe}
 * @param config steps; none leave all weights as they are
 * @param shapes by input name, where the model leaves extents other than the batch free
 * @param images for data-aware factors and sensitivity scans; null without
 * @param device whose time decides whether a layer is thinned, and which runs the images; null for neither: images run
 *     on the first device there is
 * @param scores file of a sensitivity scan, read if it exists and written; null to keep them only while working
 * @param dryRun whether nothing is written and only ranks are decided
 */
public record CompressOptions(
        Path model,
        @Nullable Path topology,
        Path output,
        CompressionConfig config,
        Map<String, Shape> shapes,
        @Nullable Images images,
        @Nullable String device,
        @Nullable Path scores,
        boolean dryRun) {
    /**
     * Images of a data set.
     *
     * @param limit how many, the first ones
     */
    public record Images(DatasetSpec data, Preprocessing preprocessing, int limit) {}
}
