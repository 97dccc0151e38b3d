package dev.lathe.bench.roofline;

import dev.lathe.backend.Views;
import dev.lathe.backend.reference.Reference;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.pass.Passes;
import dev.lathe.tensor.Shape;
import dev.lathe.zoo.Zoo;
import java.util.List;
import java.util.Map;

/** A network for so many images, as a session would compile it. */
record Network(String name, int batch, List<Layer> layers) {
    private static final int SIDE = 224;
    private static final int HALVINGS = 40;

    /** @param architecture of {@link Zoo} */
    static Network of(String architecture, int batch) {
        Graph bound = graph(architecture).bind(Map.of("input", Shape.of(batch, 3, SIDE, SIDE)), Map.of());
        Graph graph = Passes.run(Passes.standard(Reference::evaluate), bound);
        Inference types = Inference.of(graph);
        List<Layer> layers = graph.nodes().stream()
                .filter(node -> !Views.isView(node.op()))
                .map(node -> new Layer(node.name(), node.op(), types.operands(node)))
                .toList();
        return new Network(architecture, batch, layers);
    }

    static Graph graph(String architecture) {
        return Zoo.graph(architecture, 1);
    }

    double macs() {
        return layers.stream().mapToDouble(Layer::macs).sum();
    }

    /** With Tucker's decomposition at one rate, which makes the convolutions cost {@code times} less. */
    Network decomposed(double times) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double rate = (low + high) / 2;
            if (at(rate).macs() * times > macs()) {
                high = rate;
            } else {
                low = rate;
            }
        }
        return at(low);
    }

    private Network at(double rate) {
        return new Network(
                name + "-tucker",
                batch,
                layers.stream().flatMap(layer -> layer.decomposed(rate)).toList());
    }
}
