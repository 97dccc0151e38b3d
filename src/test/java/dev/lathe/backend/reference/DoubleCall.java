package dev.lathe.backend.reference;

import dev.lathe.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One result of an operator on doubles.
 *
 * @param result its shape
 * @param index its number
 */
record DoubleCall(List<double @Nullable []> operands, List<Shape> shapes, Shape result, int index) {
    double[] in(int operand) {
        return Objects.requireNonNull(operands.get(operand));
    }

    boolean has(int operand) {
        return operand < operands.size() && operands.get(operand) != null;
    }

    Shape shape(int operand) {
        return shapes.get(operand);
    }

    /** Every element of the result by its number. */
    double[] each(IntToDoubleFunction element) {
        double[] elements = new double[result.size()];
        Arrays.setAll(elements, element);
        return elements;
    }
}
