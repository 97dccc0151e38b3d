package dev.lathe.backend.cpu;

/** One number after the other: for what is left of a row, and for a JVM without the Vector API. */
final class ScalarCurves implements Curves {
    @Override
    public void exp(float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = FloatMath.exp(x[i]);
        }
    }

    @Override
    public void erf(float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = FloatMath.erf(x[i]);
        }
    }

    @Override
    public void sigmoid(float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = FloatMath.sigmoid(x[i]);
        }
    }

    @Override
    public void tanh(float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = FloatMath.tanh(x[i]);
        }
    }

    @Override
    public void softplus(float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = FloatMath.softplus(x[i]);
        }
    }

    @Override
    public void elu(float[] x, int from, int to, float alpha, float gamma) {
        for (int i = from; i < to; i++) {
            x[i] = gamma * (Math.max(x[i], 0) + alpha * FloatMath.expm1(Math.min(x[i], 0)));
        }
    }

    @Override
    public void gelu(float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = x[i] * FloatMath.phi(x[i]);
        }
    }

    @Override
    public void geluTanh(float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = x[i] * FloatMath.sigmoid(FloatMath.geluArgument(x[i]));
        }
    }

    @Override
    public void mish(float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = x[i] * FloatMath.tanhOfSoftplus(x[i]);
        }
    }

    @Override
    public void swish(float[] x, int from, int to, float alpha) {
        for (int i = from; i < to; i++) {
            x[i] = x[i] * FloatMath.sigmoid(alpha * x[i]);
        }
    }
}
