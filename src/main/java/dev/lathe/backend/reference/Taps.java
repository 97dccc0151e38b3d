package dev.lathe.backend.reference;

import dev.lathe.op.Geometry;

/**
 * What one output position of a {@link Geometry} sees: for each kernel position that meets the input, the flat spatial
 * index of both, in the kernel's row-major order. Works for any number of spatial axes.
 */
final class Taps {
    private final Geometry geometry;
    private final int[] output;

    /** Flat spatial indices in the input, the first {@link #count} of them valid. */
    final int[] input;

    /** Flat indices in the kernel beside {@link #input}. */
    final int[] weight;

    /** How many kernel positions meet the input. */
    int count;

    /** How many kernel positions meet the input or its padding. */
    double padded;

    Taps(Geometry geometry) {
        this.geometry = geometry;
        output = new int[geometry.rank()];
        int most = 1;
        for (int axis = 0; axis < output.length; axis++) {
            most *= Math.min(geometry.in()[axis], geometry.kernel()[axis]);
        }
        input = new int[most];
        weight = new int[most];
    }

    /** Product of all extents. */
    static int product(int[] extents) {
        int product = 1;
        for (int extent : extents) {
            product *= extent;
        }
        return product;
    }

    /** Writes the row-major position of {@code flat} in a box of {@code extents}. */
    static void unflatten(int flat, int[] extents, int[] position) {
        int rest = flat;
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            position[axis] = rest % extents[axis];
            rest /= extents[axis];
        }
    }

    /** Moves to the flat output position {@code o}. */
    void moveTo(int o) {
        unflatten(o, geometry.out(), output);
        count = 0;
        padded = 1;
        for (int axis = 0; axis < output.length; axis++) {
            padded *= geometry.paddedTaps(axis, output[axis]);
        }
        collect(0, 0, 0);
    }

    private void collect(int axis, int inputSoFar, int weightSoFar) {
        if (axis == output.length) {
            input[count] = inputSoFar;
            weight[count++] = weightSoFar;
            return;
        }
        int begin = geometry.begin(axis, output[axis]);
        for (int k = geometry.firstTap(axis, output[axis]); k < geometry.endTap(axis, output[axis]); k++) {
            int at = begin + k * geometry.dilation()[axis];
            collect(axis + 1, inputSoFar * geometry.in()[axis] + at, weightSoFar * geometry.kernel()[axis] + k);
        }
    }
}
