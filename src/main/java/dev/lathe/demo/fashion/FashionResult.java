package dev.lathe.demo.fashion;

import java.util.List;

/**
 * What became of the network.
 *
 * @param stages in their order; the first is the network as it ships
 * @param speeds of each device, in the order asked for
 * @param network the file of the last stage
 * @param page the page that shows all this
 */
public record FashionResult(List<Stage> stages, List<Speed> speeds, String network, String page) {
    public FashionResult {
        stages = List.copyOf(stages);
        speeds = List.copyOf(speeds);
    }
}
