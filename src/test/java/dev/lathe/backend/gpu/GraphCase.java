package dev.lathe.backend.gpu;

import dev.lathe.Tolerance;
import dev.lathe.backend.Backend;
import dev.lathe.backend.Executable;
import dev.lathe.backend.RunObserver;
import dev.lathe.graph.Graph;
import dev.lathe.tensor.Tensor;
import java.util.List;

/** A graph on seeded values, and what has to come out. */
interface GraphCase {
    /** Unique among all cases. */
    String name();

    Graph graph();

    /** Values of the graph's inputs. */
    List<Tensor> inputs();

    List<Tensor> expected();

    /** How many single-precision roundings a float result may lie off. */
    int roundings();

    /** What those are relative to: the largest sum of absolute values behind any result. */
    double magnitude();

    /** The same with {@code times} as many roundings. */
    GraphCase amplified(int times);

    /** Asserts that {@code backend} gives what is expected, and not only the first time. */
    default void assertAgrees(Backend backend) {
        List<Tensor> expected = expected();
        try (Executable executable = backend.compile(graph())) {
            List<Tensor> actual =
                    executable.outputTypes().stream().map(Tensor::zeros).toList();
            // twice: the second run finds what the first one left in memory
            executable.run(inputs(), actual, RunObserver.NONE);
            executable.run(inputs(), actual, RunObserver.NONE);
            for (int i = 0; i < expected.size(); i++) {
                Tolerance.assertClose(actual.get(i), expected.get(i), roundings(), magnitude());
            }
        }
    }
}
