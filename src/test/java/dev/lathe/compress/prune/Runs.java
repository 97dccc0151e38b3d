package dev.lathe.compress.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.backend.reference.ReferenceBackend;
import dev.lathe.graph.Graph;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Runs graphs on the reference backend to compare them. */
final class Runs {
    private Runs() {}

    /** Results of {@code graph} for inputs drawn from {@code seed}: whole numbers from -3 to 3. */
    static List<Tensor> run(Graph graph, long seed) {
        Random random = new Random(seed);
        List<Tensor> inputs = new ArrayList<>();
        graph.inputs().forEach(port -> {
            float[] values = new float[port.shape(1).size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(7) - 3;
            }
            inputs.add(Tensor.of(port.shape(1), values));
        });
        try (var backend = new ReferenceBackend();
                var executable = backend.compile(graph)) {
            List<Tensor> outputs =
                    executable.outputTypes().stream().map(Tensor::zeros).toList();
            executable.run(inputs, outputs, () -> false);
            return outputs;
        }
    }

    /** Both graphs have the same interface and give the same numbers, but for {@code tolerance}. */
    static void assertSame(Graph after, Graph before, double tolerance) {
        assertThat(after.inputs()).isEqualTo(before.inputs());
        assertThat(after.outputs()).isEqualTo(before.outputs());
        for (long seed = 1; seed <= 3; seed++) {
            List<Tensor> expected = run(before, seed);
            List<Tensor> actual = run(after, seed);
            assertThat(actual).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(actual.get(i).type()).isEqualTo(expected.get(i).type());
                for (int k = 0; k < expected.get(i).size(); k++) {
                    assertThat(actual.get(i).doubleAt(k))
                            .as("output %d, element %d", i, k)
                            .isCloseTo(expected.get(i).doubleAt(k), within(tolerance));
                }
            }
        }
    }
}
