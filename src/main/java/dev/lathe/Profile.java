package dev.lathe;

import java.util.List;

/**
 * Where the time of one run went.
 *
 * @param layers times on the device, in order
 * @param uploadMs until the inputs were on the device; 0 where it works on the caller's memory
 * @param downloadMs until the outputs were in the caller's memory, likewise
 */
public record Profile(List<LayerTime> layers, double uploadMs, double downloadMs) {
    public Profile {
        layers = List.copyOf(layers);
    }

    /** Sum over all layers. */
    public double computeMs() {
        return layers.stream().mapToDouble(LayerTime::milliseconds).sum();
    }
}
