package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;

/** {@link LineLoops} in vectors. The last vector of lines that they do not fill begins earlier, and does some twice. */
interface VectorLines extends LineLoops {
    /**
     * {@link #input} of {@code count} elements of lines that are {@code step} apart, a multiple of a vector's lanes.
     */
    void vectors(float[] x, int at, int step, float[] y, int to, int count);

    @Override
    default void input(float[] x, int at, int step, float[] y, int to) {
        int lanes = FloatVector.SPECIES_PREFERRED.length();
        if (step < lanes) {
            new ScalarLineLoops(matrices()).input(x, at, step, y, to);
            return;
        }
        int whole = FloatVector.SPECIES_PREFERRED.loopBound(step);
        vectors(x, at, step, y, to, whole);
        if (whole < step) {
            int last = step - lanes;
            vectors(x, at + last, step, y, to + last, lanes);
        }
    }
}
