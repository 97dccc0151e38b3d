package dev.lathe.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.reference.ReferenceBackend;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Runs graphs on the reference backend to compare them. */
final class Runs {
    /** Half a unit in the last place of 1: the relative error of storing one number in single precision. */
    static final double ROUNDING = 0x1p-24;

    private Runs() {}

    /** Results of {@code graph} for inputs drawn from {@code seed}, uniform in [-1, 1). */
    static List<Tensor> run(Graph graph, long seed) {
        Random random = new Random(seed);
        List<Tensor> inputs = new ArrayList<>();
        graph.inputs().forEach(port -> {
            Tensor input = Tensor.zeros(new TensorType(port.dtype(), port.shape(1)));
            for (int i = 0; i < input.size(); i++) {
                input.set(i, random.nextDouble() * 2 - 1);
            }
            inputs.add(input);
        });
        try (var backend = new ReferenceBackend();
                var executable = backend.compile(graph)) {
            List<Tensor> outputs =
                    executable.outputTypes().stream().map(Tensor::zeros).toList();
            executable.run(inputs, outputs, () -> false);
            return outputs;
        }
    }

    /**
     * Both graphs give the same results, up to eight roundings of numbers as large as {@code magnitude}: weights, bias,
     * every value in between and the result are rounded to single precision on either side.
     */
    static void assertSameResults(Graph before, Graph after, double magnitude) {
        assertClose(before, after, 8 * ROUNDING * magnitude);
    }

    /** Both graphs give the same results but for {@code tolerance}. */
    static void assertClose(Graph before, Graph after, double tolerance) {
        assertThat(after.inputs()).isEqualTo(before.inputs());
        assertThat(after.outputs()).isEqualTo(before.outputs());
        List<Tensor> expected = run(before, 11);
        List<Tensor> actual = run(after, 11);
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).type()).isEqualTo(expected.get(i).type());
            for (int k = 0; k < expected.get(i).size(); k++) {
                double wanted = expected.get(i).doubleAt(k);
                assertThat(actual.get(i).doubleAt(k))
                        .as("output %d, element %d", i, k)
                        .isBetween(wanted - tolerance, wanted + tolerance);
            }
        }
    }

    /** {@code conv1 (Conv)} and so on, in order. */
    static List<String> nodes(Graph graph) {
        return graph.nodes().stream().map(Node::toString).toList();
    }
}
