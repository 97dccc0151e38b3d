package dev.lathe.bench.roofline;

import dev.lathe.backend.Views;
import dev.lathe.backend.reference.Reference;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.graph.pass.Passes;
import dev.lathe.tensor.Shape;
import dev.lathe.zoo.Zoo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A network for so many images, as a session would compile it.
 *
 * @param graph for {@code batch} images, passes done
 */
record Network(String name, int batch, Graph graph, List<Layer> layers) {
    private static final int SIDE = 224;
    private static final int HALVINGS = 40;

    /** @param architecture of {@link Zoo} */
    static Network of(String architecture, int batch) {
        Graph bound = Zoo.graph(architecture, 1).bind(Map.of("input", Shape.of(batch, 3, SIDE, SIDE)), Map.of());
        return of(architecture, batch, Passes.run(Passes.standard(Reference::evaluate), bound));
    }

    private static Network of(String name, int batch, Graph graph) {
        Inference types = Inference.of(graph);
        List<Layer> layers = new ArrayList<>();
        String before = "";
        for (Node node : graph.nodes()) {
            if (!Views.isView(node.op())) {
                boolean follows = node.input(0).equals(before) && uses(graph, before) == 1;
                layers.add(new Layer(node.name(), follows, node.op(), types.operands(node)));
                before = node.output();
            }
        }
        return new Network(name, batch, graph, layers);
    }

    private static long uses(Graph graph, String value) {
        return Stream.concat(
                        graph.nodes().stream().flatMap(node -> node.inputs().stream()),
                        graph.outputs().stream().map(Port::name))
                .filter(value::equals)
                .count();
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
        return of(name + "-tucker", batch, Decomposed.at(graph, rate));
    }
}
