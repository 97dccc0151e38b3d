package dev.lathe.compress.search.job;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.compress.search.Answers;
import dev.lathe.error.InputException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Port;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import dev.lathe.train.Batch;
import dev.lathe.train.Batches;
import dev.lathe.train.gradient.Losses;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Images that networks are asked about.
 *
 * @param images in a fixed order
 * @param rounds how often each is asked about; changes of images differ from round to round
 */
record Questions(Batches images, int rounds) {
    /** What {@code graph}, whose first output are logits or the softmax of them, says to all of them. */
    Answers ask(Engine engine, Graph graph) {
        Port input = graph.inputs().getFirst();
        String logits = Losses.logits(graph, graph.outputs().getFirst().name());
        Graph asked = new Graph(
                graph.name(),
                graph.inputs(),
                List.of(new Port(logits, DType.FLOAT32, null)),
                graph.constants(),
                graph.nodes(),
                graph.metadata());
        Gathering gathering = new Gathering(rounds * images.examples().data().size());
        try (Session session = engine.session(Model.of(asked, graph.name()))) {
            for (int round = 0; round < rounds; round++) {
                for (int number = 0; number < images.count(); number++) {
                    Batch batch = images.batch(round, number);
                    gathering.add(
                            batch,
                            session.run(Map.of(input.name(), batch.images())).get(logits));
                }
            }
        }
        return gathering.answers();
    }

    /** Answers as they come. */
    private static final class Gathering {
        private final int[] labels;
        private float[] logits = {};
        private int count;

        Gathering(int images) {
            this.labels = new int[images];
        }

        void add(Batch batch, Tensor found) {
            int classes = found.size() / batch.size();
            if (found.shape().rank() == 0 || found.shape().dim(0) != batch.size() || classes < 1) {
                throw new InputException(
                        "the network gives " + found.type() + " for " + batch.size() + " images, wanted their logits");
            }
            if (count == 0) {
                logits = new float[labels.length * classes];
            }
            System.arraycopy(found.floats(), 0, logits, count * classes, found.size());
            System.arraycopy(batch.labels(), 0, labels, count, batch.size());
            count += batch.size();
        }

        Answers answers() {
            return new Answers(logits, Arrays.copyOf(labels, count));
        }
    }
}
