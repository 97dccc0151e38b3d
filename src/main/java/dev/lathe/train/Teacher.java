package dev.lathe.train;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.error.InputException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Port;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import dev.lathe.train.gradient.Losses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The network that another is to be like, on a device. */
final class Teacher implements AutoCloseable {
    private final Objective.Distillation wanted;
    private final Session session;
    private final Port input;
    private final String logits;

    Teacher(Engine engine, Objective.Distillation wanted) {
        this.wanted = wanted;
        Graph graph = wanted.teacher().graph();
        if (graph.inputs().size() != 1) {
            throw new InputException(wanted.teacher().label() + ": a teacher has one input, this one has "
                    + graph.inputs().stream().map(Port::name).toList());
        }
        input = graph.inputs().getFirst();
        logits = Losses.logits(graph, graph.outputs().getFirst().name());
        session = engine.session(Model.of(
                giving(graph, logits, wanted.hints().values()), wanted.teacher().label()));
    }

    /** {@code graph} with the logits as its first output, and the values that hints ask for. */
    private static Graph giving(Graph graph, String logits, Map<String, String> hints) {
        Set<String> names = new HashSet<>(hints.values());
        names.remove(logits);
        List<Port> outputs = new ArrayList<>(List.of(new Port(logits, DType.FLOAT32, null)));
        names.stream().sorted().forEach(name -> outputs.add(new Port(name, DType.FLOAT32, null)));
        return new Graph(graph.name(), graph.inputs(), outputs, graph.constants(), graph.nodes(), graph.metadata());
    }

    /** What the loss compares with, by the name of the input, for {@code images} [n, c, h, w]. */
    Map<String, Tensor> targets(Tensor images) {
        Tensor given = images.reshaped(Network.shape(
                input,
                images.shape().slice(1, images.shape().rank()),
                images.shape().dim(0)));
        Map<String, Tensor> found = session.run(Map.of(input.name(), given));
        Map<String, Tensor> targets = new HashMap<>();
        if (wanted.share() > 0) {
            targets.put(Objective.CLASSES, softened(found.get(logits), wanted.temperature()));
        }
        wanted.hints().values().forEach((value, own) -> targets.put(Objective.hint(value), found.get(own)));
        return targets;
    }

    /** The softmax of {@code logits} [n, classes] / {@code temperature}. */
    private static Tensor softened(Tensor logits, double temperature) {
        Tensor classes = Tensor.zeros(logits.type());
        int count = logits.size() / logits.shape().dim(0);
        double[] row = new double[count];
        for (int begin = 0; begin < logits.size(); begin += count) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < count; i++) {
                largest = Math.max(largest, logits.doubleAt(begin + i));
            }
            double sum = 0;
            for (int i = 0; i < count; i++) {
                row[i] = StrictMath.exp((logits.doubleAt(begin + i) - largest) / temperature);
                sum += row[i];
            }
            for (int i = 0; i < count; i++) {
                classes.floats()[begin + i] = (float) (row[i] / sum);
            }
        }
        return classes;
    }

    @Override
    public void close() {
        session.close();
    }
}
