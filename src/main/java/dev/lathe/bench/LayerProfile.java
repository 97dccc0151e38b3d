package dev.lathe.bench;

import dev.lathe.LayerTime;
import dev.lathe.Profile;
import dev.lathe.bench.BenchReport.LayerResult;
import dev.lathe.bench.BenchReport.Phases;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Times of single layers and of the ways to the device and back, medians over a few runs.
 *
 * @param layers empty when the engine does not tell, and then {@code phases} says nothing
 */
record LayerProfile(List<LayerResult> layers, Phases phases) {
    private static final int RUNS = 5;

    static LayerProfile of(Contender contender, Map<String, Tensor> inputs, int batch, Inspection inspection) {
        List<Profile> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            runs.add(contender.profile(inputs));
        }
        List<LayerTime> first = runs.get(0).layers();
        double[] medians = new double[first.size()];
        double sum = 0;
        for (int i = 0; i < medians.length; i++) {
            int layer = i;
            medians[i] = median(runs, run -> run.layers().get(layer).milliseconds());
            sum += medians[i];
        }
        Map<String, Long> macs = new HashMap<>();
        inspection.layers().forEach(layer -> macs.put(layer.name(), layer.macs() == null ? 0 : layer.macs()));
        List<LayerResult> results = new ArrayList<>();
        for (int i = 0; i < medians.length; i++) {
            LayerTime layer = first.get(i);
            double gflops = medians[i] == 0 ? 0 : 2e-6 * macs.getOrDefault(layer.node(), 0L) / medians[i];
            double share = sum == 0 ? 0 : medians[i] / sum;
            results.add(
                    new LayerResult(contender.device(), batch, layer.node(), layer.op(), medians[i], share, gflops));
        }
        Phases phases = new Phases(
                contender.device(),
                batch,
                median(runs, Profile::uploadMs),
                median(runs, Profile::computeMs),
                median(runs, Profile::downloadMs));
        return new LayerProfile(results, phases);
    }

    private static double median(List<Profile> runs, ToDoubleFunction<Profile> milliseconds) {
        return Latency.of(runs.stream().mapToDouble(milliseconds).toArray()).p50();
    }
}
