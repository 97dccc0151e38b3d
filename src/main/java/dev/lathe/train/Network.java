package dev.lathe.train;

import dev.lathe.backend.reference.Reference;
import dev.lathe.error.InputException;
import dev.lathe.error.UnsupportedException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Port;
import dev.lathe.graph.pass.FoldConstants;
import dev.lathe.graph.pass.Pass;
import dev.lathe.graph.pass.Passes;
import dev.lathe.graph.pass.RemoveDeadNodes;
import dev.lathe.graph.pass.RemoveIdentities;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import dev.lathe.train.gradient.Losses;
import dev.lathe.train.gradient.TrainingForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A classifier that is to be trained: one input of images, whose batch is free, and logits. Immutable. */
public final class Network {
    private static final List<Pass> PASSES =
            List.of(new FoldConstants(Reference::evaluate), new RemoveIdentities(), new RemoveDeadNodes());

    private final Graph graph;
    private final Shape image;
    private final TrainingForm.Normalization normalization;
    private final TrainingForm single;

    private Network(Graph graph, Shape image, TrainingForm.Normalization normalization) {
        this.graph = graph;
        this.image = image;
        this.normalization = normalization;
        this.single = TrainingForm.of(bound(1), normalization);
    }

    /**
     * The classifier {@code graph} for images of one size. Its first output are the logits, or the softmax of them.
     *
     * @param image [c, h, w]; a network of vectors gets images flattened
     * @throws InputException if there is not one input, or it does not take such images in batches of any size
     * @throws UnsupportedException if weights are computed anew for each batch size
     */
    public static Network of(Graph graph, Shape image, TrainingForm.Normalization normalization) {
        if (graph.inputs().size() != 1 || graph.outputs().isEmpty()) {
            throw new InputException("a network to train has one input and an output, '" + graph.name() + "' has "
                    + graph.inputs().stream().map(Port::name).toList() + " and "
                    + graph.outputs().stream().map(Port::name).toList());
        }
        Network network = new Network(Passes.run(PASSES, graph), image, normalization);
        for (Parameter parameter : network.parameters().all()) {
            if (network.graph.constant(parameter.name()) == null) {
                throw new UnsupportedException("weight '" + parameter.name() + "' of '" + graph.name()
                        + "' depends on the size of batches; such networks are not trained");
            }
        }
        return network;
    }

    /** The network with its weights as they are before the training. */
    public Graph graph() {
        return graph;
    }

    TrainingForm.Normalization normalization() {
        return normalization;
    }

    /** The one input. */
    Port input() {
        return graph.inputs().getFirst();
    }

    /** The value whose softmax the classes are. */
    String logits() {
        return Losses.logits(graph, graph.outputs().getFirst().name());
    }

    /**
     * New parameters with the values of the graph: weights are trained, moving averages follow the batches.
     * {@link Constraints} hold what compression has done.
     */
    public Parameters parameters() {
        List<Parameter> all = new ArrayList<>();
        single.weights().forEach((name, value) -> all.add(new Parameter(name, Parameter.Role.TRAINED, exact(value))));
        for (TrainingForm.Statistics each : single.statistics()) {
            for (String name : List.of(each.mean(), each.variance())) {
                all.add(new Parameter(name, Parameter.Role.STATISTIC, exact(constant(name))));
            }
        }
        return new Parameters(all);
    }

    private Tensor constant(String name) {
        Tensor value = graph.constant(name);
        if (value == null) {
            throw new UnsupportedException("'" + name + "' of '" + graph.name() + "' is no constant, and a batch"
                    + " normalisation has it as a moving average");
        }
        return value;
    }

    /** A tensor's array may be longer than its shape. */
    private static Tensor exact(Tensor value) {
        Tensor copy = Tensor.zeros(value.type());
        System.arraycopy(value.floats(), 0, copy.floats(), 0, value.size());
        return copy;
    }

    /** The network with other weights and moving averages. */
    public Graph with(Map<String, Tensor> values) {
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        values.forEach((name, value) -> constants.put(name, value.copy()));
        return graph.with(graph.nodes(), constants);
    }

    /** The network for {@code batch} images, of fixed extents and without shape arithmetic. */
    Graph bound(int batch) {
        Shape shape = shape(input(), image, batch);
        return Passes.run(PASSES, graph.bind(Map.of(input().name(), shape), Map.of()));
    }

    /** The shape in which {@code input} takes {@code batch} images [c, h, w]. */
    static Shape shape(Port input, Shape image, int batch) {
        Shape planes = Shape.of(batch, image.dim(0), image.dim(1), image.dim(2));
        Shape flat = Shape.of(batch, image.size());
        if (!input.accepts(planes) && !input.accepts(flat)) {
            throw new InputException("input '" + input.name() + "' wants " + input.dimsText() + ", and gets batches of "
                    + planes + ": their size has to be free, and images to fit");
        }
        return input.accepts(planes) ? planes : flat;
    }

    /** The type of the logits of {@code bound}. */
    TensorType logits(Graph bound) {
        return Inference.of(bound).type(logits());
    }
}
