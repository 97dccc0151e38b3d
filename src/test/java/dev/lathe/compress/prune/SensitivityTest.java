package dev.lathe.compress.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lathe.compress.prune.Scores.Score;
import dev.lathe.error.InputException;
import dev.lathe.graph.Graph;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class SensitivityTest {
    private final Graph graph = new Nets(1)
            .input("x", 1, 2, 5, 5)
            .conv("a", "x", new int[] {4, 2, 3, 3}, 1, 1)
            .conv("b", "a", new int[] {2, 4, 1, 1}, 1, 0)
            .graph("b");

    private final AtomicInteger evaluations = new AtomicInteger();

    /** Pruning a costs its share of dropped weights, pruning b ten times that. */
    private final ToDoubleFunction<Graph> score = candidate -> {
        evaluations.incrementAndGet();
        Map<String, Weights> weights = Weights.all(candidate);
        return 100 - 10 * dropped(weights.get("a.w")) - 100 * dropped(weights.get("b.w"));
    };

    private final Sensitivity sensitivity = new Sensitivity(graph, List.of("a.w", "b.w"), List.of(0.75, 0.5, 0.25));

    private static double dropped(Weights weights) {
        return 1 - Mask.of("", weights.values().floats()).density();
    }

    @Test
    void eachConstantIsPrunedAlone() {
        List<Scores> seen = new ArrayList<>();
        Scores scores = sensitivity.scan(score, seen::add);
        assertThat(scores)
                .isEqualTo(new Scores(
                        100,
                        List.of(
                                new Score("a.w", 0.75, 97.5),
                                new Score("a.w", 0.5, 95),
                                new Score("a.w", 0.25, 92.5),
                                new Score("b.w", 0.75, 75),
                                new Score("b.w", 0.5, 50),
                                new Score("b.w", 0.25, 25))));
        assertThat(evaluations).hasValue(7);
        assertThat(seen).hasSize(7);
        assertThat(seen.getFirst()).isEqualTo(new Scores(100, List.of()));
        assertThat(seen.getLast()).isEqualTo(scores);
        assertThat(scores.of("b.w", 0.5)).hasValue(50);
        assertThat(scores.of("b.w", 0.4)).isEmpty();
    }

    @Test
    void anInterruptedScanGoesOn() {
        List<Scores> seen = new ArrayList<>();
        Scores whole = sensitivity.scan(score, seen::add);
        evaluations.set(0);
        List<Scores> rest = new ArrayList<>();
        assertThat(sensitivity.resume(seen.get(4), score, rest::add)).isEqualTo(whole);
        assertThat(evaluations).hasValue(2);
        assertThat(rest).isEqualTo(seen.subList(5, 7));
        assertThat(sensitivity.resume(whole, score, rest::add)).isEqualTo(whole);
        assertThat(evaluations).hasValue(2);
    }

    @Test
    void theLowestDensityWithinTheToleranceIsTaken() {
        Scores scores = sensitivity.scan(score, _ -> {});
        assertThat(scores.densities(5)).isEqualTo(Map.of("a.w", 0.5, "b.w", 1.0));
        assertThat(scores.densities(25)).isEqualTo(Map.of("a.w", 0.25, "b.w", 0.75));
        assertThat(scores.densities(0)).isEqualTo(Map.of("a.w", 1.0, "b.w", 1.0));
        assertThat(new PruneRule.PerLayer(scores.densities(25)).kept()).containsEntry("b.w", 0.75);
    }

    /** So a scan can be saved and resumed. */
    @Test
    void scoresSurviveJson() throws IOException {
        Scores scores = sensitivity.scan(score, _ -> {});
        ObjectMapper mapper = new ObjectMapper();
        String json = mapper.writeValueAsString(scores);
        assertThat(json)
                .startsWith("{\"baseline\":100.0,\"scores\":[{\"constant\":\"a.w\",\"density\":0.75,\"score\":97.5}");
        assertThat(mapper.readValue(json, Scores.class)).isEqualTo(scores);
    }

    @Test
    void onlyWeightsOfLayersCanBeScanned() {
        assertThatThrownBy(() -> new Sensitivity(graph, List.of("a.b"), List.of(0.5)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'a.b' is not the constant float32 weight");
        assertThatThrownBy(() -> new Sensitivity(graph, List.of("a.w"), List.of(1.5)))
                .isInstanceOf(InputException.class);
    }
}
