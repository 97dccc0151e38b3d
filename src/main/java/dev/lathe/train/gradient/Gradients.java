package dev.lathe.train.gradient;

import dev.lathe.error.ModelException;
import dev.lathe.error.UnsupportedException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reverse-mode differentiation, from graph to graph: what comes out is made of the same operators, so every backend
 * runs it, and the passes may work on it. (Griewank and Walther, <i>Evaluating Derivatives</i>, 2nd edition 2008,
 * section 3.2.)
 *
 * <p>Where a function has a kink, one of its one-sided derivatives is taken: 0 for Relu at 0 and for Clip at its
 * bounds; the first of the greatest in a MaxPool gets all, equal ones in ReduceMax and GlobalMaxPool share evenly.
 */
public final class Gradients {
    private Gradients() {}

    /** What the output with d loss / d {@code value} is called. */
    public static String nameFor(String value) {
        return value + "_gradient";
    }

    /**
     * {@code graph} with one more output for each value in {@code of}, {@linkplain #nameFor named after it}: the
     * derivative of {@code loss} by that value, of its type. It is 0 where the value does not influence the loss.
     *
     * @param graph of {@linkplain Graph#bind fixed} inputs and folded shape arithmetic; nothing may be fused in it
     * @param loss a FLOAT32 value of one element
     * @param of FLOAT32 values, usually inputs: what is to be trained
     * @throws ModelException if one of the names is not that of such a value
     * @throws UnsupportedException naming the first node, from the loss on, that has no gradient
     */
    public static Graph of(Graph graph, String loss, List<String> of) {
        Sketch sketch = Sketch.after(graph);
        check(sketch, loss, "loss");
        if (sketch.shape(loss).size() != 1) {
            throw new ModelException("loss '" + loss + "' is " + sketch.type(loss) + ", wanted one element");
        }
        of.forEach(value -> check(sketch, value, "value"));
        Arithmetic f = new Arithmetic(sketch);
        Adjoints adjoints = new Adjoints(between(graph, sketch, of));
        sketch.at(nameFor(loss));
        adjoints.add(loss, f.expand(f.number(1), sketch.shape(loss)));
        for (Node node : graph.nodes().reversed()) {
            if (node.outputs().stream().anyMatch(adjoints::has)
                    && node.inputs().stream().anyMatch(adjoints::wants)) {
                sketch.at(nameFor(node.name()));
                Rules.apply(node.op(), new Step(node, f, adjoints));
            }
        }
        for (String value : of) {
            sketch.at(nameFor(value));
            String gradient =
                    adjoints.has(value) ? adjoints.sum(value, f) : sketch.define(Tensor.zeros(sketch.type(value)));
            sketch.publish(gradient, nameFor(value));
        }
        return sketch.graph();
    }

    private static void check(Sketch sketch, String value, String role) {
        if (!sketch.has(value)) {
            throw new ModelException(role + " '" + value + "' does not exist");
        }
        TensorType type = sketch.type(value);
        if (type.dtype() != DType.FLOAT32) {
            throw new ModelException(role + " '" + value + "' is " + type + ", wanted float32");
        }
    }

    /** The values that are asked for, and all floats that depend on them. */
    private static Set<String> between(Graph graph, Sketch sketch, List<String> of) {
        Set<String> found = new HashSet<>(of);
        for (Node node : graph.nodes()) {
            if (node.inputs().stream().anyMatch(found::contains)) {
                node.outputs().stream()
                        .filter(o -> !o.isEmpty() && sketch.type(o).dtype() == DType.FLOAT32)
                        .forEach(found::add);
            }
        }
        return found;
    }
}
