package dev.lathe.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.reference.Reference;
import dev.lathe.graph.Graph;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The passes keep what networks drawn from seeds compute. */
class RandomNetworkTest {
    private static final int NETWORKS = 120;

    private final List<Pass> standard = Passes.standard(Reference::evaluate);

    /** Graphs that run only once shapes are known start from what constant folding makes of them. */
    private Graph runnable(RandomNetwork.Drawn drawn) {
        return standard.getFirst().apply(drawn.graph());
    }

    @Test
    void allPassesTogether() {
        int before = 0;
        int after = 0;
        for (int seed = 0; seed < NETWORKS; seed++) {
            RandomNetwork.Drawn drawn = RandomNetwork.draw(seed);
            Graph fused = Passes.run(standard, drawn.graph());
            Runs.assertClose(runnable(drawn), fused, drawn.tolerance());
            before += runnable(drawn).nodes().size();
            after += fused.nodes().size();
        }
        assertThat(after).as("nodes left of %d", before).isLessThan(before * 3 / 4);
    }

    @Test
    void eachPassAloneAndInAnyCompanyOfTwo() {
        for (int seed = 0; seed < 10; seed++) {
            RandomNetwork.Drawn drawn = RandomNetwork.draw(1000 + seed);
            Graph graph = runnable(drawn);
            for (Pass first : standard) {
                for (Pass second : standard) {
                    Runs.assertClose(graph, second.apply(first.apply(graph)), drawn.tolerance());
                }
            }
        }
    }

    @Test
    void aSecondRoundFindsNothing() {
        for (int seed = 0; seed < NETWORKS; seed++) {
            Graph fused = Passes.run(standard, RandomNetwork.draw(seed).graph());
            assertThat(Runs.nodes(Passes.run(standard, fused))).isEqualTo(Runs.nodes(fused));
        }
    }

    /** The property would say little if a pass had nothing to do in these networks. */
    @Test
    void everyPassHasWork() {
        Map<String, Integer> worked = standard.stream().collect(Collectors.toMap(Pass::name, pass -> 0));
        for (int seed = 0; seed < NETWORKS; seed++) {
            Graph graph = RandomNetwork.draw(seed).graph();
            for (Pass pass : standard) {
                Graph next = pass.apply(graph);
                worked.merge(pass.name(), next == graph ? 0 : 1, Integer::sum);
                graph = next;
            }
        }
        assertThat(worked)
                .allSatisfy((name, times) -> assertThat(times).as(name).isPositive());
    }
}
