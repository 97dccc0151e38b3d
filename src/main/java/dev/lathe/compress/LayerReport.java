package dev.lathe.compress;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one layer.
 *
 * @param name of its node in the network as it was
 * @param nodes that stand for it now, by name
 * @param action what was done: {@code tucker2}, {@code tucker1}, {@code svd}, or {@code whole} for a layer that kept
 *     its form; then {@code pruned}, {@code shared}, separated by {@code +}
 * @param reason why it is so
 * @param ranks null for a layer that kept its form
 * @param original as it was
 * @param compressed what stands for it now
 * @param density share of its weights that are not zero
 * @param distinct values that are not zero, of the constant that has most of them; null for many
 * @param weightError ||W - W~|| / ||W|| of the kernel W and what its factors stand for; null without factors
 * @param outputError the same of what the layer gives on calibration images; null without factors or images
 * @param valueError ||W - W~|| / ||W|| of the weights, or factors, by pruning and sharing; null without these
 * @param milliseconds measured; null without a device
 * @param spectra what ranks were chosen by; null where none were
 */
public record LayerReport(
        String name,
        String op,
        List<String> nodes,
        String action,
        String reason,
        @Nullable RankReport ranks,
        Size original,
        Size compressed,
        double density,
        @Nullable Integer distinct,
        @Nullable Double weightError,
        @Nullable Double outputError,
        @Nullable Double valueError,
        @Nullable Times milliseconds,
        @Nullable SpectraReport spectra) {

    /**
     * Components kept in each group.
     *
     * @param inputs R3; null where inputs were not reduced
     * @param outputs R4; null where outputs were not reduced
     */
    public record RankReport(@Nullable Integer inputs, @Nullable Integer outputs, int groups) {}

    /** Weights that multiply, those of them that are not zero, and multiply-adds at batch 1. */
    public record Size(long parameters, long nonZero, long macs) {}

    /** Of the layer alone, at batch 1. */
    public record Times(double before, double after) {}

    /**
     * Singular values in falling order, of the first group.
     *
     * @param cut above which VBMF takes a value for signal
     */
    public record Curve(List<Double> values, double cut) {}

    /** Of the unfolding along inputs, null for layers with one unfolding, and of that along outputs. */
    public record SpectraReport(@Nullable Curve inputs, Curve outputs) {}
}
