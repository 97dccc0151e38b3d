package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;

/**
 * {@link AxisLoops} in vectors. The last vector of stretches that they do not fill begins earlier, and does some twice.
 */
interface VectorAxisLoops extends AxisLoops {
    /** The same in plain Java, for stretches shorter than a vector. */
    AxisLoops few();

    /** {@link #input} for a multiple of a vector's lanes. */
    void vectors(float[] x, int at, int step, float[] y, int to, int yStep, int count);

    @Override
    default void input(float[] x, int at, int step, float[] y, int to, int yStep, int count) {
        int lanes = FloatVector.SPECIES_PREFERRED.length();
        if (count < lanes) {
            few().input(x, at, step, y, to, yStep, count);
            return;
        }
        int whole = FloatVector.SPECIES_PREFERRED.loopBound(count);
        vectors(x, at, step, y, to, yStep, whole);
        if (whole < count) {
            int last = count - lanes;
            vectors(x, at + last, step, y, to + last, yStep, lanes);
        }
    }
}
