package dev.lathe.graph.pass;

import dev.lathe.graph.Graph;

/** One rewriting of a graph that changes no result beyond rounding. Stateless. */
public interface Pass {
    /** Key by which it can be switched off: {@code fold-batch-norm}. */
    String name();

    /** The rewritten graph, or {@code graph} itself when there is nothing to do. */
    Graph apply(Graph graph);
}
