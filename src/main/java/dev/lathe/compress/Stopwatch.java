package dev.lathe.compress;

import dev.lathe.graph.Graph;

/** Tells how long graphs take on the device that they are meant for. */
@FunctionalInterface
public interface Stopwatch {
    /** Typical time of one run of {@code graph}, whose inputs are fixed, in milliseconds. */
    double milliseconds(Graph graph);
}
