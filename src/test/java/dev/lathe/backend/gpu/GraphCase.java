package dev.lathe.backend.gpu;

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
}
