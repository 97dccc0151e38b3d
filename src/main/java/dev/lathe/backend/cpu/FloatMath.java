package dev.lathe.backend.cpu;

/**
 * Elementary functions in single precision, without branches, tables or fused multiply-adds, so that the compiler turns
 * a loop over them into vector instructions.
 *
 * <p>The reductions of the argument are the usual ones (Cody and Waite, Software Manual for the Elementary Functions,
 * 1980); the polynomials are weighted least-squares fits on Chebyshev nodes, made for this class. The errors named are
 * the largest that a sweep over the arguments found, in units of the last place of the exact result.
 */
final class FloatMath {
    /** 1.5·2^23: added to a number below 2^22 it rounds it to an integer, ties to even, kept in the low bits. */
    private static final float ROUNDER = 0x1.8p23f;

    private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
    private static final float LOG2_E = 1.442695f;
    /** ln 2 in two parts; the first has so few bits that its product with an exponent is exact. */
    private static final float LN2_HIGH = 0.693359375f;

    private static final float LN2_LOW = -2.12194440e-4f;
    private static final float SQRT_HALF = 0.70710677f;

    private FloatMath() {}

    /** {@code x} rounded to an integer, ties to even; {@code |x|} must be below 2^22. */
    static float round(float x) {
        return (x + ROUNDER) - ROUNDER;
    }

    /** e^x within 1 ulp; overflows to infinity and underflows to 0 by way of subnormal numbers. */
    static float exp(float x) {
        float bounded = Math.min(Math.max(x, -104f), 89f);
        float shifted = bounded * LOG2_E + ROUNDER;
        float whole = shifted - ROUNDER;
        float rest = (bounded - whole * LN2_HIGH) - whole * LN2_LOW;
        int power = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
        int half = power >> 1;
        return (1 + expm1Near0(rest)) * powerOfTwo(half) * powerOfTwo(power - half);
    }

    /** e^x - 1 within 1.5 ulp for x up to 88, from where on it stays. */
    static float expm1(float x) {
        float bounded = Math.min(Math.max(x, -40f), 88f);
        float shifted = bounded * LOG2_E + ROUNDER;
        float whole = shifted - ROUNDER;
        float rest = (bounded - whole * LN2_HIGH) - whole * LN2_LOW;
        float power = powerOfTwo(Float.floatToRawIntBits(shifted) - ROUNDER_BITS);
        return power * expm1Near0(rest) + (power - 1);
    }

    /** e^x - 1 for |x| up to ln(2)/2. */
    private static float expm1Near0(float x) {
        float p = 0.00019906489f;
        p = p * x + 0.0013942121f;
        p = p * x + 0.0083332863f;
        p = p * x + 0.04166634f;
        p = p * x + 0.16666667f;
        p = p * x + 0.5f;
        return p * (x * x) + x;
    }

    /** 2^{@code exponent}, which lies in -126..127. */
    private static float powerOfTwo(int exponent) {
        return Float.intBitsToFloat((exponent + 127) << 23);
    }

    /** 1/(1 + e^-x) within 2.5 ulp; below -88.7, where the result is subnormal, 0. */
    static float sigmoid(float x) {
        return 1 / (1 + exp(-x));
    }

    /** tanh x within 2.6 ulp. */
    static float tanh(float x) {
        float t = expm1(2 * Math.min(Math.max(x, -10f), 10f));
        return t / (t + 2);
    }

    /** ln(1 + e^x) within 3 ulp. */
    static float softplus(float x) {
        float u = exp(-Math.abs(x));
        return Math.max(x, 0) + log1p(u);
    }

    /** ln(1 + u) = 2 artanh(u/(2 + u)) for u in 0..1, by the first terms of the series. */
    private static float log1p(float u) {
        float s = u / (2 + u);
        float q = s * s;
        float p = 1 / 15f;
        p = p * q + 1 / 13f;
        p = p * q + 1 / 11f;
        p = p * q + 1 / 9f;
        p = p * q + 1 / 7f;
        p = p * q + 1 / 5f;
        p = p * q + 1 / 3f;
        return 2 * (s + s * (q * p));
    }

    /** tanh(softplus(x)) = w/(w + 2) with w = e^x·(e^x + 2), within 3.6 ulp. */
    static float tanhOfSoftplus(float x) {
        float e = exp(Math.min(x, 20f));
        float w = e * (e + 2);
        return w / (w + 2);
    }

    /** erf x within 1.2 ulp. */
    static float erf(float x) {
        float bounded = Math.min(Math.max(x, -4f), 4f);
        float t = Math.abs(bounded);
        float sign = Float.intBitsToFloat(Float.floatToRawIntBits(x) & 0x80000000 | 0x3f800000);
        float far = sign * (1 - exp(t * logErfcOverX(t)));
        float near = bounded + bounded * erfNear0(bounded * bounded);
        // all ones where t < 0.925, else all zeros: a choice that needs no branch
        int isNear = Float.floatToRawIntBits(t - 0.925f) >> 31;
        return Float.intBitsToFloat(Float.floatToRawIntBits(near) & isNear | Float.floatToRawIntBits(far) & ~isNear);
    }

    /** erf(x)/x - 1 as a polynomial in {@code s} = x^2. */
    private static float erfNear0(float s) {
        float p = 8.209797e-5f;
        p = p * s - 8.1044418e-4f;
        p = p * s + 5.1976424e-3f;
        p = p * s - 0.026858032f;
        p = p * s + 0.11283671f;
        p = p * s - 0.37612632f;
        return p * s + 0.12837917f;
    }

    /** ln(erfc(x))/x. */
    private static float logErfcOverX(float x) {
        float p = -1.1086141e-5f;
        p = p * x + 3.2103743e-4f;
        p = p * x - 3.634025e-3f;
        p = p * x + 0.023741657f;
        p = p * x - 0.10621033f;
        p = p * x - 0.63516903f;
        return p * x - 1.1286438f;
    }

    /** The normal distribution function Phi(x) within 2^-23. */
    static float phi(float x) {
        return 0.5f + 0.5f * erf(x * SQRT_HALF);
    }
}
