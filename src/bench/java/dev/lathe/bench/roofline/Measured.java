package dev.lathe.bench.roofline;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.backend.Device;
import dev.lathe.bench.RandomInputs;
import dev.lathe.error.InputException;
import dev.lathe.graph.Port;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** What a card that is there takes, by its own clock. */
final class Measured {
    private static final int RUNS = 10;
    private static final int SEED = 1;

    private Measured() {}

    /**
     * The least of some runs in ms: the sum of all nodes, each waited for.
     *
     * @throws InputException if there is no such device
     */
    static double of(String device, Network network) {
        requireThere(device);
        Port input = network.graph().inputs().getFirst();
        Map<String, Shape> shapes = Map.of(input.name(), input.shape(network.batch()));
        Map<String, Tensor> inputs = RandomInputs.of(List.of(input), shapes, SEED);
        try (Engine engine = Engine.open(device);
                Session session = engine.session(Model.of(network.graph(), network.name()))) {
            session.run(inputs);
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < RUNS; i++) {
                least = Math.min(least, session.profile(inputs).computeMs());
            }
            return least;
        }
    }

    private static void requireThere(String device) {
        if (Engine.devices().stream().noneMatch(each -> each.id().equals(device) && each.available())) {
            throw new InputException("there is no device " + device + " to measure on; there are "
                    + Engine.devices().stream()
                            .filter(Device::available)
                            .map(Device::id)
                            .toList());
        }
    }
}
