package dev.lathe.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Benchmark} found.
 *
 * @param model the file, or the name of a network of the zoo
 * @param results one for each engine and batch
 * @param ratios how the engines compare
 * @param checks whether they compute the same
 * @param layers times of single layers; empty unless asked for
 * @param phases upload, compute and download apart; empty unless layers were asked for
 * @param machine as it was when reading the model began
 * @param ceilings of the processor, measured afterwards; null unless layers were asked for
 */
public record BenchReport(
        String model,
        List<Result> results,
        List<Ratio> ratios,
        List<Check> checks,
        List<LayerResult> layers,
        List<Phases> phases,
        Machine machine,
        @Nullable Ceilings ceilings) {
    public BenchReport {
        results = List.copyOf(results);
        ratios = List.copyOf(ratios);
        checks = List.copyOf(checks);
        layers = List.copyOf(layers);
        phases = List.copyOf(phases);
    }

    /**
     * One engine at one batch.
     *
     * @param engine {@code lathe} or the name of a peer
     * @param imagesPerSecond batch by median latency
     * @param gflops 10^9 floating-point operations a second, two for each multiply-add
     * @param firstRunMs from opening the session to the first result
     * @param peakBytes held for weights and intermediate values; 0 when the engine does not tell
     * @param warmUp from reading the model on
     */
    public record Result(
            String engine,
            String device,
            int batch,
            int threads,
            double imagesPerSecond,
            double gflops,
            Latency latencyMs,
            double firstRunMs,
            long peakBytes,
            WarmUp warmUp) {
        /** {@code lathe cpu}. */
        public String label() {
            return engine + " " + device;
        }
    }

    /** {@code engine} is {@code factor} times as fast as {@code against}, by medians. */
    public record Ratio(int batch, String engine, String against, double factor) {}

    /**
     * @param against whose result was expected
     * @param error largest difference, relative to the largest expected value
     */
    public record Check(int batch, String engine, String against, double error, double tolerance, boolean passed) {}

    /**
     * @param milliseconds median over several runs
     * @param share of the sum over all layers
     * @param gflops 0 for layers without multiply-adds, or fused under another name
     * @param flopsPerByte operations by bytes of operands and results, each moved once as 32-bit floats; 0 likewise
     */
    public record LayerResult(
            String device,
            int batch,
            String node,
            String op,
            double milliseconds,
            double share,
            double gflops,
            double flopsPerByte) {}

    /**
     * One run of a device, medians.
     *
     * @param uploadMs until the inputs were on the device; 0 where it works on the caller's memory
     * @param computeMs sum over all layers
     * @param downloadMs until the outputs were in the caller's memory, likewise
     */
    public record Phases(String device, int batch, double uploadMs, double computeMs, double downloadMs) {}

    /** The same under another name of the model. */
    BenchReport called(String name) {
        return new BenchReport(name, results, ratios, checks, layers, phases, machine, ceilings);
    }

    /** Whether all engines agree. */
    public boolean passed() {
        return checks.stream().allMatch(Check::passed);
    }
}
