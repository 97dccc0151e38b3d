package dev.lathe.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.error.LatheException;
import dev.lathe.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever a file holds, reading ends in a graph or a refusal of the library, and takes little memory. */
class MutatedModelTest {
    private static final long SEED = 20260101;

    /** What is done with each mutant that is still a graph; it may refuse, too. */
    private static final Consumer<Graph> ACTION = graph -> OnnxReader.read(OnnxWriter.toBytes(graph), "again.onnx");

    private static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(OnnxWriter.toBytes(SampleGraphs.lenet()));
        SampleGraphs.canonical().forEach(graph -> seeds.add(OnnxWriter.toBytes(graph)));
        SampleGraphs.composite().forEach(graph -> seeds.add(OnnxWriter.toBytes(graph)));
        return seeds;
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
        Mutations mutations = new Mutations(seeds(), SEED);
        int graphs = 0;
        for (int i = 0; i < count; i++) {
            byte[] mutant = mutations.next();
            try {
                Graph graph = OnnxReader.read(mutant, "mutant " + i);
                graphs++;
                ACTION.accept(graph);
            } catch (LatheException refused) {
                assertThat(refused.getMessage()).as("mutant %d", i).isNotBlank().hasSizeLessThan(2_000);
            } catch (RuntimeException | Error escaped) {
                throw new AssertionError("mutant " + i + " of seed " + SEED, escaped);
            }
        }
        // Mutants that are all refused at once, or never, would test little.
        assertThat(graphs).isBetween(count / 10, count * 9 / 10);
    }
}
