package dev.lathe.tune.search;

import dev.lathe.backend.RunObserver;
import dev.lathe.graph.Node;

/** Adds up how long the device worked in one run. */
final class Stopwatch implements RunObserver.Timed {
    private long nanoseconds;

    @Override
    public void ran(Node node, long time) {
        nanoseconds += time;
    }

    long nanoseconds() {
        return nanoseconds;
    }
}
