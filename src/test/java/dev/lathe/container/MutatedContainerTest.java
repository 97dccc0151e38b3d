package dev.lathe.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.SmallModels;
import dev.lathe.error.LatheException;
import dev.lathe.graph.Graph;
import dev.lathe.onnx.OnnxWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Whatever a container holds, reading it ends in a graph or a refusal of the library, and takes little memory. */
class MutatedContainerTest {
    private static final long SEED = 20260102;
    private static final int LONGEST_MESSAGE = 2_000;

    @TempDir
    private Path folder;

    private final Map<String, Integer> endings = new TreeMap<>();

    private static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (Coder coder : Coder.values()) {
            seeds.add(SampleContainers.bytes(SampleContainers.everyEncoding(coder), coder));
            seeds.add(SampleContainers.bytes(SmallModels.classifier(3).graph(), coder));
            seeds.add(SampleContainers.bytes(SampleContainers.graph(SampleContainers.oddities(300)), coder));
        }
        return seeds;
    }

    @Test
    void someMutants() throws IOException {
        tryMutants(1_000);
    }

    @Test
    @Tag("fuzz")
    void manyMutants() throws IOException {
        tryMutants(10_000);
    }

    private void tryMutants(int count) throws IOException {
        ContainerMutations mutations = new ContainerMutations(seeds(), SEED);
        for (int i = 0; i < count; i++) {
            read(mutations.next(), i);
        }
        LoggerFactory.getLogger(MutatedContainerTest.class).info("{} mutants: {}", count, endings);
        // Mutants that are all refused at once, or never, would test little.
        assertThat(endings.getOrDefault("read", 0)).isBetween(count / 20, count * 9 / 10);
        assertThat(endings.keySet()).hasSizeGreaterThan(20);
    }

    private void read(byte[] mutant, int number) throws IOException {
        String label = "mutant " + number + " of seed " + SEED;
        try {
            Graph graph;
            if (number % 2 == 0) {
                graph = LatheReader.read(new ByteArrayInputStream(mutant), label);
            } else {
                graph = LatheReader.read(Files.write(folder.resolve("a.lathe"), mutant));
            }
            count("read");
            OnnxWriter.toBytes(graph);
        } catch (LatheException refused) {
            String message = refused.getMessage();
            assertThat(message).as(label).isNotBlank().hasSizeLessThan(LONGEST_MESSAGE);
            count(message.replaceAll("^[^:]*: |'[^']*'|[^a-zA-Z ]+", ""));
        } catch (RuntimeException | Error e) {
            throw new AssertionError(label + " gave " + e, e);
        }
    }

    private void count(String ending) {
        endings.merge(ending, 1, Integer::sum);
    }
}
