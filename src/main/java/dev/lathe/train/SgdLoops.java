package dev.lathe.train;

/** The arithmetic of {@link Optimiser.Sgd} on one array; plain loops, which the compiler turns into vectors. */
final class SgdLoops {
    private final boolean nesterov;
    private final float momentum;
    private final float rate;
    private final float penalty;
    private final float kept;

    SgdLoops(Optimiser.Sgd sgd, Decay decay, double rate) {
        this.nesterov = sgd.nesterov();
        this.momentum = (float) sgd.momentum();
        this.rate = (float) rate;
        this.penalty = decay.penalty();
        this.kept = decay.kept(rate);
    }

    void move(float[] w, float[] gradient, float[] v) {
        if (nesterov) {
            lookAhead(w, gradient, v);
        } else {
            follow(w, gradient, v);
        }
    }

    private void follow(float[] w, float[] gradient, float[] v) {
        for (int i = 0; i < w.length; i++) {
            v[i] = momentum * v[i] + (gradient[i] + penalty * w[i]);
            w[i] = kept * w[i] - rate * v[i];
        }
    }

    private void lookAhead(float[] w, float[] gradient, float[] v) {
        for (int i = 0; i < w.length; i++) {
            float g = gradient[i] + penalty * w[i];
            v[i] = momentum * v[i] + g;
            w[i] = kept * w[i] - rate * (g + momentum * v[i]);
        }
    }
}
