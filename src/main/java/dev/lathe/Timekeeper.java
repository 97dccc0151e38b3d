package dev.lathe;

import dev.lathe.backend.RunObserver;
import dev.lathe.graph.Node;
import java.util.ArrayList;
import java.util.List;

/** Collects the times of one run. */
final class Timekeeper implements RunObserver.Timed {
    private static final double NANOSECONDS_OF_MS = 1e6;

    private final List<LayerTime> layers = new ArrayList<>();
    private double uploadMs;
    private double downloadMs;

    @Override
    public void ran(Node node, long nanoseconds) {
        layers.add(new LayerTime(node.name(), node.op().name(), nanoseconds / NANOSECONDS_OF_MS));
    }

    @Override
    public void uploaded(long nanoseconds) {
        uploadMs = nanoseconds / NANOSECONDS_OF_MS;
    }

    @Override
    public void downloaded(long nanoseconds) {
        downloadMs = nanoseconds / NANOSECONDS_OF_MS;
    }

    Profile profile() {
        return new Profile(layers, uploadMs, downloadMs);
    }
}
