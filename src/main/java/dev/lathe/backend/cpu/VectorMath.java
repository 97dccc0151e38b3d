package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link FloatMath} on vectors, step by step the same, so that every lane gets the bits the scalar function gives. */
final class VectorMath {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    private VectorMath() {}

    private static FloatVector polynomial(float[] coefficients, FloatVector x) {
        FloatVector p = FloatVector.broadcast(SPECIES, coefficients[0]);
        for (int i = 1; i < coefficients.length; i++) {
            p = p.mul(x).add(coefficients[i]);
        }
        return p;
    }

    static FloatVector exp(FloatVector x) {
        FloatVector bounded = x.max(-104f).min(89f);
        FloatVector shifted = bounded.mul(FloatMath.LOG2_E).add(FloatMath.ROUNDER);
        FloatVector rest = rest(bounded, shifted);
        IntVector power = shifted.viewAsIntegralLanes().reinterpretAsInts().sub(FloatMath.ROUNDER_BITS);
        IntVector half = power.lanewise(VectorOperators.ASHR, 1);
        return expm1Near0(rest).add(1).mul(powerOfTwo(half)).mul(powerOfTwo(power.sub(half)));
    }

    static FloatVector expm1(FloatVector x) {
        FloatVector bounded = x.max(-40f).min(88f);
        FloatVector shifted = bounded.mul(FloatMath.LOG2_E).add(FloatMath.ROUNDER);
        FloatVector rest = rest(bounded, shifted);
        FloatVector power =
                powerOfTwo(shifted.viewAsIntegralLanes().reinterpretAsInts().sub(FloatMath.ROUNDER_BITS));
        return power.mul(expm1Near0(rest)).add(power.sub(1));
    }

    /** What of {@code x} is left when the whole multiples of ln 2 are taken off. */
    private static FloatVector rest(FloatVector x, FloatVector shifted) {
        FloatVector whole = shifted.sub(FloatMath.ROUNDER);
        return x.sub(whole.mul(FloatMath.LN2_HIGH)).sub(whole.mul(FloatMath.LN2_LOW));
    }

    private static FloatVector expm1Near0(FloatVector x) {
        return polynomial(FloatMath.EXPM1_NEAR_0, x).mul(x.mul(x)).add(x);
    }

    private static FloatVector powerOfTwo(IntVector exponent) {
        return exponent.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    static FloatVector sigmoid(FloatVector x) {
        return FloatVector.broadcast(SPECIES, 1).div(exp(x.neg()).add(1));
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector t = expm1(x.max(-10f).min(10f).mul(2));
        return t.div(t.add(2));
    }

    static FloatVector softplus(FloatVector x) {
        FloatVector u = exp(x.abs().neg());
        return x.max(0).add(log1p(u));
    }

    private static FloatVector log1p(FloatVector u) {
        FloatVector s = u.div(u.add(2));
        FloatVector q = s.mul(s);
        return s.add(s.mul(q.mul(polynomial(FloatMath.ARTANH, q)))).mul(2);
    }

    static FloatVector tanhOfSoftplus(FloatVector x) {
        FloatVector e = exp(x.min(20f));
        FloatVector w = e.mul(e.add(2));
        return w.div(w.add(2));
    }

    static FloatVector erf(FloatVector x) {
        FloatVector bounded = x.max(-4f).min(4f);
        FloatVector t = bounded.abs();
        FloatVector square = bounded.mul(bounded);
        FloatVector near = bounded.add(bounded.mul(polynomial(FloatMath.ERF_NEAR_0, square)));
        FloatVector power = exp(t.mul(polynomial(FloatMath.LOG_ERFC, t)));
        FloatVector far = FloatVector.broadcast(SPECIES, 1).sub(power);
        FloatVector signed = far.blend(far.neg(), bounded.lt(0));
        return signed.blend(near, t.lt(FloatMath.ERF_NEAR));
    }

    static FloatVector phi(FloatVector x) {
        return erf(x.mul(FloatMath.SQRT_HALF)).mul(0.5f).add(0.5f);
    }

    static FloatVector geluArgument(FloatVector x) {
        return x.add(x.mul(x).mul(FloatMath.GELU_CUBIC).mul(x)).mul(FloatMath.GELU_SCALE);
    }
}
