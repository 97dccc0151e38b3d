package dev.lathe.train.gradient;

import dev.lathe.error.ModelException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Reduce;
import dev.lathe.op.Softmax;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.Map;
import java.util.stream.IntStream;

/** What training makes small, as nodes behind a graph of fixed inputs. Each loss is one more output, a scalar. */
public final class Losses {
    private Losses() {}

    /** The operand of the Softmax that gives {@code output}; {@code output} itself if something else gives it. */
    public static String logits(Graph graph, String output) {
        Node last = graph.producers().get(output);
        return last != null && last.op() instanceof Softmax softmax && !softmax.log() ? last.input(0) : output;
    }

    /**
     * The cross-entropy of targets and softmax: T²/n times the sum of -targets·log(softmax(logits/T)), with T the
     * temperature. T² keeps the size of derivatives whatever T is (Hinton, Vinyals and Dean, <i>Distilling the
     * Knowledge in a Neural Network</i>, 2015, section 2).
     *
     * @param logits FLOAT32 [n, classes]
     * @param targets the name of a value of that type; where there is none, it becomes an input. Each row is a
     *     distribution: one 1, or what a teacher thinks, softened by the same temperature
     * @param temperature more than 0; 1 for labels
     * @param loss the name of the result
     * @throws ModelException if a value does not exist or is of another type
     */
    public static Graph crossEntropy(Graph graph, String logits, String targets, double temperature, String loss) {
        Sketch sketch = Sketch.after(graph);
        Arithmetic f = new Arithmetic(sketch);
        sketch.at(loss);
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature is " + temperature + ", wanted a number above 0");
        }
        if (typeOf(sketch, logits).shape().rank() != 2) {
            throw new ModelException("logits '" + logits + "' are " + sketch.type(logits) + ", wanted [n, classes]");
        }
        open(sketch, targets, logits);
        int rows = Math.max(1, sketch.shape(logits).dim(0));
        String logarithm = sketch.apply(new Softmax(1, true, false), f.times(logits, 1 / temperature));
        String sum = all(f, Reduce.Function.SUM, f.times(targets, logarithm));
        sketch.publish(f.times(sum, -temperature * temperature / rows), loss);
        return sketch.graph();
    }

    /**
     * The mean over all elements of (value - target)².
     *
     * @param target the name of a value of the type of {@code value}; where there is none, it becomes an input
     * @param loss the name of the result
     * @throws ModelException if a value does not exist or is of another type
     */
    public static Graph meanSquare(Graph graph, String value, String target, String loss) {
        Sketch sketch = Sketch.after(graph);
        Arithmetic f = new Arithmetic(sketch);
        sketch.at(loss);
        typeOf(sketch, value);
        open(sketch, target, value);
        int count = Math.max(1, sketch.shape(value).size());
        String sum = all(f, Reduce.Function.SUM_SQUARE, f.minus(value, target));
        sketch.publish(f.times(sum, 1.0 / count), loss);
        return sketch.graph();
    }

    /**
     * The sum of losses, each times its number.
     *
     * @param losses by name; scalars, not none
     * @param loss the name of the result
     */
    public static Graph weighted(Graph graph, Map<String, Double> losses, String loss) {
        Sketch sketch = Sketch.after(graph);
        Arithmetic f = new Arithmetic(sketch);
        sketch.at(loss);
        losses.keySet().forEach(name -> typeOf(sketch, name));
        String sum = losses.entrySet().stream()
                .map(each -> f.times(each.getKey(), each.getValue()))
                .reduce(f::plus)
                .orElseThrow(() -> new IllegalArgumentException("loss '" + loss + "' is a sum of none, wanted one"));
        sketch.publish(sum, loss);
        return sketch.graph();
    }

    private static TensorType typeOf(Sketch sketch, String value) {
        if (!sketch.has(value)) {
            throw new ModelException("value '" + value + "' does not exist");
        }
        return sketch.type(value);
    }

    /** Sees to it that there is a value {@code name} of the type of {@code like}. */
    private static void open(Sketch sketch, String name, String like) {
        TensorType wanted = sketch.type(like);
        if (!sketch.has(name)) {
            sketch.input(name, wanted);
        } else if (!sketch.type(name).equals(wanted)) {
            throw new ModelException(
                    "target '" + name + "' is " + sketch.type(name) + ", wanted " + wanted + " as '" + like + "' is");
        }
    }

    private static String all(Arithmetic f, Reduce.Function function, String x) {
        int[] axes = IntStream.range(0, f.shape(x).rank()).toArray();
        return f.reshape(f.reduce(function, x, axes), Shape.SCALAR);
    }
}
