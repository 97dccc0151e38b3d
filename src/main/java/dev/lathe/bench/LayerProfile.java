package dev.lathe.bench;

import dev.lathe.LayerTime;
import dev.lathe.bench.BenchReport.LayerResult;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Times of single layers, medians over a few runs. */
final class LayerProfile {
    private static final int RUNS = 5;

    private LayerProfile() {}

    static List<LayerResult> of(Contender contender, Map<String, Tensor> inputs, int batch, Inspection inspection) {
        List<List<LayerTime>> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            runs.add(contender.profile(inputs));
        }
        List<LayerTime> first = runs.get(0);
        double[] medians = new double[first.size()];
        double sum = 0;
        for (int i = 0; i < medians.length; i++) {
            int layer = i;
            medians[i] = Latency.of(runs.stream()
                            .mapToDouble(run -> run.get(layer).milliseconds())
                            .toArray())
                    .p50();
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
        return results;
    }
}
