package dev.lathe.bench;

import dev.lathe.LayerTime;
import dev.lathe.Profile;
import dev.lathe.bench.BenchReport.LayerResult;
import dev.lathe.bench.BenchReport.Phases;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Times of single layers and of the ways to the device and back, medians over a few runs.
 *
 * @param layers empty when the engine does not tell, and then {@code phases} says nothing
 */
record LayerProfile(List<LayerResult> layers, Phases phases) {
    private static final int RUNS = 5;

    /** @param work of the model's nodes, by name, given the names of those that the profile has */
    static LayerProfile of(
            Contender contender,
            Map<String, Tensor> inputs,
            int batch,
            Function<Set<String>, Map<String, LayerWork>> work) {
        List<Profile> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            runs.add(contender.profile(inputs));
        }
        Phases phases = new Phases(
                contender.device(),
                batch,
                median(runs, Profile::uploadMs),
                median(runs, Profile::computeMs),
                median(runs, Profile::downloadMs));
        Set<String> entries = runs.get(0).layers().stream().map(LayerTime::node).collect(Collectors.toSet());
        return new LayerProfile(layers(runs, phases, entries.isEmpty() ? Map.of() : work.apply(entries)), phases);
    }

    private static List<LayerResult> layers(List<Profile> runs, Phases phases, Map<String, LayerWork> work) {
        List<LayerTime> first = runs.get(0).layers();
        double[] medians = new double[first.size()];
        for (int i = 0; i < medians.length; i++) {
            int layer = i;
            medians[i] = median(runs, run -> run.layers().get(layer).milliseconds());
        }
        double sum = Arrays.stream(medians).sum();
        List<LayerResult> results = new ArrayList<>();
        for (int i = 0; i < medians.length; i++) {
            LayerTime layer = first.get(i);
            LayerWork least = work.getOrDefault(layer.node(), LayerWork.UNKNOWN);
            results.add(new LayerResult(
                    phases.device(),
                    phases.batch(),
                    layer.node(),
                    layer.op(),
                    medians[i],
                    sum == 0 ? 0 : medians[i] / sum,
                    medians[i] == 0 ? 0 : 2e-6 * least.macs() / medians[i],
                    least.flopsPerByte()));
        }
        return results;
    }

    private static double median(List<Profile> runs, ToDoubleFunction<Profile> milliseconds) {
        return Latency.of(runs.stream().mapToDouble(milliseconds).toArray()).p50();
    }
}
