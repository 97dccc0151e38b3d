package dev.lathe.train.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.reference.Doubles;
import dev.lathe.graph.Graph;
import dev.lathe.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/**
 * Gradients beside central differences, all in double precision. With a step of 2^-16 the differences are off by
 * 2^-32/6 times the third derivative and 2^-37 times the loss; the constants of the gradient graph are rounded to
 * single precision, 2^-24 of themselves. So a millionth of the largest gradient is a sharp bound: a wrong formula is
 * off by whole parts of it.
 */
final class Differences {
    private static final double STEP = 0x1p-16;
    private static final double BOUND = 1e-6;

    /** Elements of one value that are moved; more are drawn from. */
    private static final int MOST = 40;

    private Differences() {}

    /** Asserts that the gradients of {@code loss} by {@code of} are its differences. */
    static void check(Graph graph, String loss, List<String> of, Map<String, Tensor> inputs) {
        Map<String, double[]> values = new HashMap<>();
        inputs.forEach((name, tensor) -> values.put(name, Doubles.numbers(tensor)));
        Map<String, double[]> found = Doubles.run(Gradients.of(graph, loss, of), values);
        for (String name : of) {
            double[] gradient = found.get(Gradients.nameFor(name));
            double[] x = values.get(name);
            assertThat(gradient).as(name).hasSameSizeAs(x);
            double largest = 0;
            for (double each : gradient) {
                largest = Math.max(largest, Math.abs(each));
            }
            for (int i : positions(x.length)) {
                double difference = difference(graph, loss, values, x, i);
                assertThat(gradient[i])
                        .as("%s: d %s / d %s[%d] beside %s", graph.name(), loss, name, i, difference)
                        .isCloseTo(difference, org.assertj.core.data.Offset.offset(BOUND * Math.max(largest, 1e-3)));
            }
        }
    }

    private static Iterable<Integer> positions(int size) {
        Random random = new Random(size);
        TreeSet<Integer> positions = new TreeSet<>();
        while (positions.size() < Math.min(size, MOST)) {
            positions.add(size <= MOST ? positions.size() : random.nextInt(size));
        }
        return positions;
    }

    private static double difference(Graph graph, String loss, Map<String, double[]> values, double[] x, int i) {
        double old = x[i];
        x[i] = old + STEP;
        double above = Doubles.run(graph, values).get(loss)[0];
        x[i] = old - STEP;
        double below = Doubles.run(graph, values).get(loss)[0];
        x[i] = old;
        return (above - below) / (2 * STEP);
    }
}
