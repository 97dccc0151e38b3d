package dev.lathe.train;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Profile;
import dev.lathe.Session;
import dev.lathe.error.InputException;
import dev.lathe.error.LatheException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Port;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import dev.lathe.train.gradient.Gradients;
import dev.lathe.train.gradient.TrainingForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The step of a {@link Network} on a device: loss, gradients and all as one graph, into which the weights go anew each
 * time. A graph is prepared when the first batch of its size comes; a last batch that is smaller has one of its own.
 *
 * <p>Close it before the engine.
 */
public final class GraphStep implements TrainingStep, AutoCloseable {
    private final Engine engine;
    private final Network network;
    private final Objective objective;
    private final @Nullable Teacher teacher;
    private final Map<Integer, Prepared> training = new HashMap<>();
    private final Map<Integer, Prepared> inference = new HashMap<>();

    /**
     * @param engine where all runs, a teacher too; stays open
     * @throws LatheException if there is a teacher and it cannot be used
     */
    public GraphStep(Engine engine, Network network, Objective objective) {
        this.engine = engine;
        this.network = network;
        this.objective = objective;
        this.teacher = objective instanceof Objective.Distillation wanted ? new Teacher(engine, wanted) : null;
    }

    /**
     * A graph for one batch size.
     *
     * @param inputs names of what it takes
     * @param images the shape in which it takes them
     * @param logits their type
     */
    private record Prepared(
            Session session,
            Set<String> inputs,
            Shape images,
            TensorType logits,
            List<TrainingForm.Statistics> statistics) {
        static Prepared of(Engine engine, Network network, Graph bound, Graph graph, TrainingForm form) {
            Session session = engine.session(Model.of(graph, graph.name()));
            Shape images = bound.inputs().getFirst().shape(1);
            Set<String> inputs = graph.inputs().stream().map(Port::name).collect(Collectors.toSet());
            return new Prepared(session, inputs, images, network.logits(bound), form.statistics());
        }
    }

    private Prepared forTraining(int batch) {
        Graph bound = network.bound(batch);
        TrainingForm form = TrainingForm.of(bound, network.normalization());
        List<String> weights = List.copyOf(form.weights().keySet());
        Graph graph = Gradients.of(objective.on(form.graph(), network.logits()), Objective.LOSS, weights);
        List<String> outputs = new ArrayList<>(List.of(Objective.LOSS, network.logits()));
        weights.forEach(name -> outputs.add(Gradients.nameFor(name)));
        form.statistics().forEach(each -> outputs.addAll(List.of(each.batchMean(), each.batchVariance())));
        return Prepared.of(engine, network, bound, giving(graph, outputs), form);
    }

    private Prepared forInference(int batch) {
        Graph bound = network.bound(batch);
        TrainingForm form = TrainingForm.of(bound, network.normalization());
        Set<String> open = new HashSet<>(form.weights().keySet());
        form.statistics().forEach(each -> open.addAll(List.of(each.mean(), each.variance())));
        Graph graph = objective.on(opened(bound, open), network.logits());
        return Prepared.of(engine, network, bound, giving(graph, List.of(Objective.LOSS, network.logits())), form);
    }

    /** {@code graph} with constants as inputs. */
    private static Graph opened(Graph graph, Set<String> names) {
        List<Port> inputs = new ArrayList<>(graph.inputs());
        Map<String, Tensor> constants = new LinkedHashMap<>();
        graph.constants().forEach((name, value) -> {
            if (names.contains(name)) {
                inputs.add(Port.of(name, value.dtype(), value.shape()));
            } else {
                constants.put(name, value);
            }
        });
        return new Graph(graph.name(), inputs, graph.outputs(), constants, graph.nodes(), graph.metadata());
    }

    private static Graph giving(Graph graph, List<String> values) {
        List<Port> outputs = values.stream()
                .distinct()
                .map(name -> new Port(name, DType.FLOAT32, null))
                .toList();
        return new Graph(graph.name(), graph.inputs(), outputs, graph.constants(), graph.nodes(), graph.metadata());
    }

    @Override
    public StepResult run(Parameters weights, Batch batch) {
        Prepared prepared = training.computeIfAbsent(batch.size(), this::forTraining);
        Map<String, Tensor> found = prepared.session.run(inputs(prepared, weights, batch));
        Map<String, Tensor> gradients = new HashMap<>();
        for (Parameter parameter : weights.trained()) {
            Tensor gradient = found.get(Gradients.nameFor(parameter.name()));
            if (gradient != null) {
                gradients.put(parameter.name(), gradient);
            }
        }
        Map<String, Tensor> statistics = new HashMap<>();
        for (TrainingForm.Statistics each : prepared.statistics) {
            statistics.put(each.mean(), found.get(each.batchMean()));
            statistics.put(each.variance(), found.get(each.batchVariance()));
        }
        Outcome outcome = outcome(found);
        return new StepResult(outcome.loss(), outcome.logits(), gradients, statistics);
    }

    @Override
    public Outcome evaluate(Parameters weights, Batch batch) {
        Prepared prepared = inference.computeIfAbsent(batch.size(), this::forInference);
        return outcome(prepared.session.run(inputs(prepared, weights, batch)));
    }

    /** Runs one step and tells how long each node took. */
    public Profile profile(Parameters weights, Batch batch) {
        Prepared prepared = training.computeIfAbsent(batch.size(), this::forTraining);
        return prepared.session.profile(inputs(prepared, weights, batch));
    }

    private Outcome outcome(Map<String, Tensor> found) {
        return new Outcome(found.get(Objective.LOSS).doubleAt(0), found.get(network.logits()));
    }

    private Map<String, Tensor> inputs(Prepared prepared, Parameters weights, Batch batch) {
        Map<String, Tensor> inputs = new HashMap<>();
        weights.tensors().forEach((name, value) -> {
            if (prepared.inputs.contains(name)) {
                inputs.put(name, value);
            }
        });
        inputs.put(network.input().name(), batch.images().reshaped(prepared.images));
        if (objective.wantsLabels()) {
            inputs.put(Objective.LABELS, ones(prepared.logits, batch.labels()));
        }
        if (teacher != null) {
            inputs.putAll(teacher.targets(batch.images()));
        }
        return inputs;
    }

    /** Rows of zeros, with a one at the label. */
    private static Tensor ones(TensorType type, int[] labels) {
        Tensor rows = Tensor.zeros(type);
        int classes = type.shape().size() / labels.length;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new InputException("an image has label " + labels[i] + ", the network " + classes + " classes");
            }
            rows.floats()[i * classes + labels[i]] = 1;
        }
        return rows;
    }

    @Override
    public void close() {
        training.values().forEach(prepared -> prepared.session.close());
        inference.values().forEach(prepared -> prepared.session.close());
        if (teacher != null) {
            teacher.close();
        }
    }
}
