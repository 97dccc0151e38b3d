package dev.lathe.train;

import dev.lathe.Model;
import dev.lathe.error.InputException;
import dev.lathe.graph.Graph;
import dev.lathe.train.gradient.Losses;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a training makes small. */
public sealed interface Objective {
    /** The cross-entropy with the labels. */
    record Labels() implements Objective {}

    /**
     * Doing as a teacher does (Hinton, Vinyals and Dean 2015, section 2): {@code share} times the cross-entropy with
     * the teacher's softened classes, times T², plus 1 - {@code share} times that with the labels, plus what is asked
     * for by {@code hints} (Romero et al. 2015, arXiv 1412.6550, section 2.2).
     *
     * @param teacher takes the same images and tells the same classes
     * @param share in 0..1; with 1 labels are not looked at
     * @param temperature T, above 0
     */
    record Distillation(Model teacher, double share, double temperature, Hints hints) implements Objective {
        /** @throws InputException if a number is out of range */
        public Distillation {
            if (!(share >= 0 && share <= 1) || !(temperature > 0) || Double.isInfinite(temperature)) {
                throw new InputException("a teacher has a share in 0..1 and a temperature above 0, got " + share
                        + " and " + temperature);
            }
        }
    }

    /**
     * Values that are to be like those of the teacher: {@code weight} times the mean square of their difference.
     *
     * @param values of the teacher by those of the network, of the same shapes
     */
    record Hints(Map<String, String> values, double weight) {
        public static final Hints NONE = new Hints(Map.of(), 1);

        /** @throws InputException if the weight is not above 0 */
        public Hints {
            values = Map.copyOf(values);
            if (!(weight > 0) || Double.isInfinite(weight)) {
                throw new InputException("hints have a weight above 0, not " + weight);
            }
        }
    }

    /** The output with the loss. */
    String LOSS = "training/loss";

    /** The input with ones at the labels. */
    String LABELS = "training/labels";

    /** The input with the teacher's softened classes. */
    String CLASSES = "training/classes";

    /** The input with the teacher's value for the network's value {@code hint}. */
    static String hint(String value) {
        return "training/hint/" + value;
    }

    /** Whether the loss depends on labels. */
    default boolean wantsLabels() {
        return switch (this) {
            case Labels _ -> true;
            case Distillation distillation -> distillation.share < 1;
        };
    }

    /** {@code graph} with the output {@link #LOSS}; what it is compared with is inputs. */
    default Graph on(Graph graph, String logits) {
        return switch (this) {
            case Labels _ -> Losses.crossEntropy(graph, logits, LABELS, 1, LOSS);
            case Distillation distillation -> distil(distillation, graph, logits);
        };
    }

    private static Graph distil(Distillation wanted, Graph graph, String logits) {
        Map<String, Double> losses = new LinkedHashMap<>();
        Graph current = graph;
        if (wanted.share < 1) {
            losses.put(LABELS + "/loss", 1 - wanted.share);
            current = Losses.crossEntropy(current, logits, LABELS, 1, LABELS + "/loss");
        }
        if (wanted.share > 0) {
            losses.put(CLASSES + "/loss", wanted.share);
            current = Losses.crossEntropy(current, logits, CLASSES, wanted.temperature, CLASSES + "/loss");
        }
        for (String value : wanted.hints.values.keySet().stream().sorted().toList()) {
            losses.put(hint(value) + "/loss", wanted.hints.weight);
            current = Losses.meanSquare(current, value, hint(value), hint(value) + "/loss");
        }
        return Losses.weighted(current, losses, LOSS);
    }
}
