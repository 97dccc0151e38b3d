package dev.lathe.tune.search;

import dev.lathe.backend.Backend;
import dev.lathe.backend.DeviceOptions;
import dev.lathe.backend.cpu.CpuBackend;
import dev.lathe.graph.Graph;
import dev.lathe.tensor.Tensor;
import dev.lathe.tune.Problem;
import dev.lathe.tune.TunedKernel;
import dev.lathe.tune.Tuning;
import dev.lathe.tune.TuningDatabase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which tile of Winograd's method the convolutions of a model are fastest with on the CPU. They are measured inside the
 * model: filters that lie in the caches, as those of a convolution measured alone do, would flatter the larger tiles.
 */
final class CpuSearch {
    private static final String DEFINE = TunedKernel.WINOGRAD.defines().getFirst();
    private static final List<Integer> TILES = List.of(0, 2, 4);

    /** A row has to save this share of the default's time: what is less may be chance. */
    private static final double WORTHWHILE = 0.03;

    private static final double NANOSECONDS = 1e9;
    private static final int FEWEST_ROUNDS = 3;

    private final Graph graph;
    private final Map<String, Tensor> inputs;
    private final DeviceOptions opening;
    private final TuneOptions options;
    private final TuneListener listener;

    /** @param graph as a session would compile it */
    CpuSearch(Graph graph, Map<String, Tensor> inputs, TuneOptions options, TuneListener listener) {
        this.graph = graph;
        this.inputs = inputs;
        this.options = options;
        this.listener = listener;
        this.opening = DeviceOptions.threads(options.threads());
    }

    /** A finding for each problem that can go through Winograd's method. */
    List<Finding> run() {
        Tuning usual = TuningDatabase.shipped(CpuBackend.scopes(options.threads()));
        try (NetworkTimes standard = open(usual)) {
            Map<Integer, NetworkTimes> tried = new LinkedHashMap<>();
            try {
                TILES.forEach(tile -> tried.put(tile, open(all(tile))));
                measure(standard, List.copyOf(tried.values()), "Winograd's tiles");
                return confirmed(standard, first(standard, tried));
            } finally {
                tried.values().forEach(NetworkTimes::close);
            }
        }
    }

    /** The same tile for everything. */
    private static Tuning all(int tile) {
        return (kernel, problem) -> winograd(kernel, tile);
    }

    private static Optional<Map<String, Integer>> winograd(String kernel, int tile) {
        return kernel.equals(TunedKernel.WINOGRAD.entry()) ? Optional.of(Map.of(DEFINE, tile)) : Optional.empty();
    }

    private NetworkTimes open(Tuning tuning) {
        Backend backend = CpuBackend.open(opening, tuning);
        try {
            return new NetworkTimes(backend, graph, inputs);
        } catch (RuntimeException e) {
            backend.close();
            throw e;
        }
    }

    /** Runs all in turns, so that whatever else the machine does meets them alike. */
    private void measure(NetworkTimes standard, List<NetworkTimes> others, String what) {
        standard.forget();
        others.forEach(NetworkTimes::forget);
        long start = System.nanoTime();
        double until = options.seconds() * Math.max(1, standard.problems().size());
        double passed = 0;
        for (int round = 0; round < FEWEST_ROUNDS || passed < until; round++) {
            standard.run();
            others.forEach(NetworkTimes::run);
            passed = (System.nanoTime() - start) / NANOSECONDS;
            listener.progress(what, (int) Math.min(passed, until), (int) Math.ceil(until));
        }
    }

    private List<Finding> first(NetworkTimes standard, Map<Integer, NetworkTimes> tried) {
        List<Finding> findings = new ArrayList<>();
        Set<Integer> wrong = new HashSet<>(tried.keySet());
        wrong.removeIf(tile -> tried.get(0).agrees(tried.get(tile)));
        for (Problem problem : standard.problems()) {
            double usual = standard.milliseconds(problem);
            double best = usual;
            Map<String, Integer> defines = Map.of();
            for (Map.Entry<Integer, NetworkTimes> each : tried.entrySet()) {
                double time = each.getValue().milliseconds(problem);
                boolean right = !wrong.contains(each.getKey());
                if (right && time < (1 - WORTHWHILE) * usual && time < best) {
                    best = time;
                    defines = Map.of(DEFINE, each.getKey());
                }
            }
            String kernel = TunedKernel.WINOGRAD.entry();
            findings.add(new Finding(problem.toString(), kernel, defines, usual, best, TILES.size(), wrong.size()));
        }
        return findings;
    }

    /** The fastest of several owes something to luck: only fresh times count, all rows together against none. */
    private List<Finding> confirmed(NetworkTimes standard, List<Finding> findings) {
        Map<String, Map<String, Integer>> rows = new LinkedHashMap<>();
        findings.stream()
                .filter(each -> !each.defines().isEmpty())
                .forEach(each -> rows.put(each.problem(), each.defines()));
        if (rows.isEmpty()) {
            return findings;
        }
        Tuning chosen = (kernel, problem) -> kernel.equals(TunedKernel.WINOGRAD.entry())
                ? Optional.ofNullable(rows.get(problem.toString()))
                : Optional.empty();
        try (NetworkTimes tuned = open(chosen)) {
            measure(standard, List.of(tuned), "the best against the default");
            return findings.stream()
                    .map(each -> each.defines().isEmpty() ? each : again(each, standard, tuned))
                    .toList();
        }
    }

    private static Finding again(Finding finding, NetworkTimes standard, NetworkTimes tuned) {
        Problem problem = Problem.parse(finding.problem()).orElseThrow();
        double usual = standard.milliseconds(problem);
        double best = tuned.milliseconds(problem);
        Finding fresh = new Finding(
                finding.problem(), finding.kernel(), finding.defines(), usual, best, finding.tried(), finding.wrong());
        return best < (1 - WORTHWHILE) * usual ? fresh : fresh.dropped();
    }
}
