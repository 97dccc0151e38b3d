package dev.lathe.train;

/** The arithmetic of {@link Optimiser.Adam} on one array; a plain loop, which the compiler turns into vectors. */
final class AdamLoop {
    private final float beta1;
    private final float beta2;
    private final float epsilon;
    private final float rate;
    private final float rootScale;
    private final float penalty;
    private final float kept;

    /** @param step from 1 */
    AdamLoop(Optimiser.Adam adam, Decay decay, double rate, long step) {
        this.beta1 = (float) adam.beta1();
        this.beta2 = (float) adam.beta2();
        this.epsilon = (float) adam.epsilon();
        // StrictMath, as Math.pow may differ from one machine to the next.
        this.rate = (float) (rate / (1 - StrictMath.pow(adam.beta1(), step)));
        this.rootScale = (float) (1 / Math.sqrt(1 - StrictMath.pow(adam.beta2(), step)));
        this.penalty = decay.penalty();
        this.kept = decay.kept(rate);
    }

    void move(float[] w, float[] gradient, float[] m, float[] v) {
        float newShare1 = 1 - beta1;
        float newShare2 = 1 - beta2;
        for (int i = 0; i < w.length; i++) {
            float g = gradient[i] + penalty * w[i];
            m[i] = beta1 * m[i] + newShare1 * g;
            v[i] = beta2 * v[i] + newShare2 * (g * g);
            float root = (float) Math.sqrt(v[i]);
            w[i] = kept * w[i] - rate * m[i] / (root * rootScale + epsilon);
        }
    }
}
