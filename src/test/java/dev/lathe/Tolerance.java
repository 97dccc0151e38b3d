package dev.lathe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;

/** How far single precision may lie from the reference: so many roundings, each relative to the numbers rounded. */
public final class Tolerance {
    /** Half a unit in the last place of 1. */
    private static final double ROUNDING = 0x1p-24;

    private Tolerance() {}

    /**
     * Asserts that {@code actual} has the type of {@code expected} and, if it holds floats, that each element lies
     * within {@code roundings}·2^-24·{@code magnitude}; other elements must be equal.
     *
     * @param magnitude the sums of absolute values behind each element: what rounding errors are relative to
     */
    public static void assertClose(Tensor actual, Tensor expected, int roundings, Tensor magnitude) {
        assertThat(actual.type()).isEqualTo(expected.type());
        for (int i = 0; i < expected.size(); i++) {
            double most = expected.dtype() == DType.FLOAT32
                    ? roundings * ROUNDING * Math.abs(magnitude.doubleAt(i)) + Float.MIN_NORMAL
                    : 0;
            assertClose(actual.doubleAt(i), expected.doubleAt(i), most, i);
        }
    }

    /** As above, with one bound for the magnitude of all elements. */
    public static void assertClose(Tensor actual, Tensor expected, int roundings, double magnitude) {
        Tensor all = Tensor.zeros(expected.type());
        for (int i = 0; i < all.size(); i++) {
            all.set(i, magnitude);
        }
        assertClose(actual, expected, roundings, all);
    }

    /**
     * Asserts that {@code actual} has the type of {@code expected}, which is not the same everywhere, and that each
     * element lies within {@code share} of the range of all that are expected, or within {@code least}.
     *
     * @param what for the message
     */
    public static void assertCloseInRange(String what, Tensor actual, Tensor expected, double share, double least) {
        assertThat(actual.type()).isEqualTo(expected.type());
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        double difference = 0;
        for (int i = 0; i < expected.size(); i++) {
            lowest = Math.min(lowest, expected.doubleAt(i));
            highest = Math.max(highest, expected.doubleAt(i));
            difference = Math.max(difference, Math.abs(expected.doubleAt(i) - actual.doubleAt(i)));
        }
        assertThat(highest).as("the elements vary").isGreaterThan(lowest);
        assertThat(difference).as(what).isLessThanOrEqualTo(Math.max(share * (highest - lowest), least));
    }

    private static void assertClose(double actual, double expected, double most, int index) {
        // Infinities are equal or wrong; their difference is no number.
        if (Double.compare(actual, expected) != 0) {
            assertThat(Math.abs(actual - expected))
                    .as("element %d: %s, wanted %s", index, actual, expected)
                    .isLessThanOrEqualTo(most);
        }
    }
}
