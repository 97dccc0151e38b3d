package dev.lathe.backend.cpu;

/**
 * Functions built on the exponential, in place over {@code from} &le; i &lt; {@code to}. All implementations give the
 * same bits, those of {@link FloatMath}.
 */
interface Curves {
    /** Vectors when this JVM has them, scalar loops otherwise. */
    static Curves best() {
        return MicroKernels.VECTORS ? new VectorCurves() : new ScalarCurves();
    }

    void exp(float[] x, int from, int to);

    void erf(float[] x, int from, int to);

    void sigmoid(float[] x, int from, int to);

    void tanh(float[] x, int from, int to);

    void softplus(float[] x, int from, int to);

    /** gamma·(max(0, x) + alpha·(exp(min(0, x)) - 1)). */
    void elu(float[] x, int from, int to, float alpha, float gamma);

    /** x·Phi(x). */
    void gelu(float[] x, int from, int to);

    /** x·sigmoid(sqrt(8/pi)·(x + 0.044715·x^3)), another way to write the tanh form of Gelu. */
    void geluTanh(float[] x, int from, int to);

    /** x·tanh(softplus(x)). */
    void mish(float[] x, int from, int to);

    /** x·sigmoid(alpha·x). */
    void swish(float[] x, int from, int to, float alpha);
}
