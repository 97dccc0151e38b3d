package dev.lathe.check;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.util.Optional;

/** Equality as the ONNX test runner means it. */
final class Comparison {
    private static final double RELATIVE = 1e-3;
    private static final double ABSOLUTE = 1e-7;

    private Comparison() {}

    /**
     * What is wrong with {@code actual}, if anything. Floats may differ by 1e-3 of the expected value and 1e-7; NaN
     * equals NaN, infinities equal themselves; all else is exact.
     */
    static Optional<String> difference(Tensor expected, Tensor actual) {
        if (!expected.type().equals(actual.type())) {
            return Optional.of("wanted " + expected.type() + ", got " + actual.type());
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!same(expected, actual, i)) {
                boolean isFloat = expected.dtype() == DType.FLOAT32;
                return Optional.of("element " + i + " of " + expected.type() + ": wanted "
                        + (isFloat ? String.valueOf(expected.floats()[i]) : String.valueOf(expected.longAt(i)))
                        + ", got " + (isFloat ? String.valueOf(actual.floats()[i]) : actual.longAt(i)));
            }
        }
        return Optional.empty();
    }

    private static boolean same(Tensor expected, Tensor actual, int i) {
        if (expected.dtype() != DType.FLOAT32) {
            return expected.longAt(i) == actual.longAt(i);
        }
        double e = expected.floats()[i];
        double a = actual.floats()[i];
        return e == a
                || Double.isNaN(e) && Double.isNaN(a)
                || Double.isFinite(e) && Math.abs(e - a) <= ABSOLUTE + RELATIVE * Math.abs(e);
    }
}
