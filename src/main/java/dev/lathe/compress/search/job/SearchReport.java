package dev.lathe.compress.search.job;

import dev.lathe.compress.search.Sensitivity;
import dev.lathe.compress.search.Setting;
import dev.lathe.compress.search.Trial;
import dev.lathe.compress.search.job.SearchOptions.Goal;
import java.util.List;

/**
 * What a search found.
 *
 * @param device that networks ran on
 * @param best number of the trial whose network was written
 * @param layers of the best
 * @param sensitivities what was measured of each layer
 * @param trials all, in their order; the first is the original
 * @param front numbers of the trials that no other beats, from the dearest to the cheapest
 * @param seconds of this process
 */
public record SearchReport(
        String model,
        String output,
        String device,
        Goal goal,
        double maxDrop,
        Images images,
        Totals original,
        Totals compressed,
        int best,
        List<Layer> layers,
        List<Sensitivity> sensitivities,
        List<Trial> trials,
        List<Integer> front,
        double seconds) {
    /** How many images networks were trained with, how many they were judged by, and whether also by changed ones. */
    public record Images(int training, int validation, boolean harder) {}

    /**
     * Sums over the network.
     *
     * @param parameters weights that multiply
     * @param nonZero those of them that are not zero
     * @param macs multiply-adds at batch 1
     * @param bytes of the file
     * @param drop of top-1 by which the trial was judged; 0 for the original
     */
    public record Totals(long parameters, long nonZero, long macs, long bytes, double drop) {}

    /**
     * One layer.
     *
     * @param bytes that its weights take in a {@code .lathe} file
     */
    public record Layer(String name, Setting setting, long parameters, long nonZero, long bytes) {}
}
