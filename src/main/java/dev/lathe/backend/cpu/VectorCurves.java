package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** As many numbers at once as this machine's vectors hold; what is left over goes to {@link ScalarCurves}. */
final class VectorCurves implements Curves {
    private static final VectorSpecies<Float> SPECIES = VectorMath.SPECIES;
    private static final int LANES = SPECIES.length();

    private final ScalarCurves tail = new ScalarCurves();

    @Override
    public void exp(float[] x, int from, int to) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            VectorMath.exp(v).intoArray(x, i);
        }
        tail.exp(x, i, to);
    }

    @Override
    public void erf(float[] x, int from, int to) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            VectorMath.erf(v).intoArray(x, i);
        }
        tail.erf(x, i, to);
    }

    @Override
    public void sigmoid(float[] x, int from, int to) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            VectorMath.sigmoid(v).intoArray(x, i);
        }
        tail.sigmoid(x, i, to);
    }

    @Override
    public void tanh(float[] x, int from, int to) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            VectorMath.tanh(v).intoArray(x, i);
        }
        tail.tanh(x, i, to);
    }

    @Override
    public void softplus(float[] x, int from, int to) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            VectorMath.softplus(v).intoArray(x, i);
        }
        tail.softplus(x, i, to);
    }

    @Override
    public void elu(float[] x, int from, int to, float alpha, float gamma) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            FloatVector below = VectorMath.expm1(v.min(0)).mul(alpha);
            v.max(0).add(below).mul(gamma).intoArray(x, i);
        }
        tail.elu(x, i, to, alpha, gamma);
    }

    @Override
    public void gelu(float[] x, int from, int to) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            v.mul(VectorMath.phi(v)).intoArray(x, i);
        }
        tail.gelu(x, i, to);
    }

    @Override
    public void geluTanh(float[] x, int from, int to) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            v.mul(VectorMath.sigmoid(VectorMath.geluArgument(v))).intoArray(x, i);
        }
        tail.geluTanh(x, i, to);
    }

    @Override
    public void mish(float[] x, int from, int to) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            v.mul(VectorMath.tanhOfSoftplus(v)).intoArray(x, i);
        }
        tail.mish(x, i, to);
    }

    @Override
    public void swish(float[] x, int from, int to, float alpha) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            v.mul(VectorMath.sigmoid(v.mul(alpha))).intoArray(x, i);
        }
        tail.swish(x, i, to, alpha);
    }
}
