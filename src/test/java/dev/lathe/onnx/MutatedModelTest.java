package dev.lathe.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Whatever a file holds, reading it ends in a graph or a refusal of the library, running that graph on any device in a
 * result or a refusal, and neither takes much memory.
 */
class MutatedModelTest {
    private static final long SEED = 20260101;

    @Test
    void goodModelsRun() {
        try (Trials trials = new Trials()) {
            MutationSeeds.all().forEach(seed -> trials.run(seed, "seed"));
            assertThat(trials.endings()).containsKeys("read", "cpu: result", "reference: result");
            int good = MutationSeeds.all().size();
            assertThat(trials.count("cpu: result")).isEqualTo(good);
            assertThat(trials.count("reference: result")).isEqualTo(good);
        }
    }

    @Test
    void someMutants() {
        tryMutants(500);
    }

    @Test
    @Tag("fuzz")
    void manyMutants() {
        tryMutants(20_000);
    }

    private static void tryMutants(int count) {
        Mutations mutations = new Mutations(MutationSeeds.all(), SEED);
        try (Trials trials = new Trials()) {
            for (int i = 0; i < count; i++) {
                trials.run(mutations.next(), "mutant " + i + " of seed " + SEED);
            }
            LoggerFactory.getLogger(MutatedModelTest.class).info("{} mutants: {}", count, trials.endings());
            // Mutants that are all refused at once, or never, would test little.
            assertThat(trials.count("read")).isBetween(count / 10, count * 9 / 10);
            assertThat(trials.count("cpu: result")).isGreaterThan(count / 10);
            assertThat(trials.count("reference: result")).isGreaterThan(count / 10);
        }
    }
}
