package dev.lathe.compress.job;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.lathe.compress.LayerReport;
import dev.lathe.container.Storage.StoredTensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a compression did.
 *
 * @param output null when nothing was written
 * @param device whose time decided; null for none
 * @param remarks sentences about what is not one layer's matter
 */
public record CompressReport(
        String model,
        @Nullable String output,
        @Nullable String device,
        Totals original,
        Totals compressed,
        List<Layer> layers,
        List<String> remarks) {
    /**
     * Sums over the network.
     *
     * @param parameters weights that multiply
     * @param nonZero those of them that are not zero
     * @param macs multiply-adds at batch 1
     * @param bytes of the file; 0 when nothing was written
     */
    public record Totals(long parameters, long nonZero, long macs, long bytes) {}

    /**
     * One layer.
     *
     * @param bytes that its constants take in the file, weights and biases
     * @param storage how a {@code .lathe} file holds them; empty for other files
     */
    public record Layer(@JsonUnwrapped LayerReport report, long bytes, List<StoredTensor> storage) {}
}
