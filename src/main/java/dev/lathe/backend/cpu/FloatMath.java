package dev.lathe.backend.cpu;

/**
 * Elementary functions in single precision, without branches, tables or fused multiply-adds, so that {@link VectorMath}
 * can take the same steps on many numbers at once and give the same bits.
 *
 * <p>The reductions of the argument are the usual ones (Cody and Waite, Software Manual for the Elementary Functions,
 * 1980); the polynomials are weighted least-squares fits on Chebyshev nodes, made for this class. The errors named are
 * the largest that a sweep over the arguments found, in units of the last place of the exact result.
 */
final class FloatMath {
    /** 1.5·2^23: added to a number below 2^22 it rounds it to an integer, ties to even, kept in the low bits. */
    static final float ROUNDER = 0x1.8p23f;

    static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);

    static final float LOG2_E = 1.442695f;
    /** ln 2 in two parts; the first has so few bits that its product with an exponent is exact. */
    static final float LN2_HIGH = 0.693359375f;

    static final float LN2_LOW = -2.12194440e-4f;
    static final float SQRT_HALF = 0.70710677f;
    /** sqrt(8/pi). */
    static final float GELU_SCALE = 1.5957691f;

    static final float GELU_CUBIC = 0.044715f;
    /** Below this argument erf is taken from its expansion around 0, beyond it from the logarithm of erfc. */
    static final float ERF_NEAR = 0.925f;

    /** (e^x - 1 - x)/x^2 for |x| up to ln(2)/2; here and below the highest power comes first. */
    static final float[] EXPM1_NEAR_0 = {0.00019906489f, 0.0013942121f, 0.0083332863f, 0.04166634f, 0.16666667f, 0.5f};

    /** (artanh(s)/s - 1)/s^2 as a polynomial in s^2, by the first terms of the series. */
    static final float[] ARTANH = {1 / 15f, 1 / 13f, 1 / 11f, 1 / 9f, 1 / 7f, 1 / 5f, 1 / 3f};

    /** erf(x)/x - 1 as a polynomial in x^2. */
    static final float[] ERF_NEAR_0 = {
        8.209797e-5f, -8.1044418e-4f, 5.1976424e-3f, -0.026858032f, 0.11283671f, -0.37612632f, 0.12837917f
    };

    /** ln(erfc(x))/x. */
    static final float[] LOG_ERFC = {
        -1.1086141e-5f, 3.2103743e-4f, -3.634025e-3f, 0.023741657f, -0.10621033f, -0.63516903f, -1.1286438f
    };

    private FloatMath() {}

    private static float polynomial(float[] coefficients, float x) {
        float p = coefficients[0];
        for (int i = 1; i < coefficients.length; i++) {
            p = p * x + coefficients[i];
        }
        return p;
    }

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
        return (expm1Near0(rest) + 1) * powerOfTwo(half) * powerOfTwo(power - half);
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

    private static float expm1Near0(float x) {
        return polynomial(EXPM1_NEAR_0, x) * (x * x) + x;
    }

    /** 2^{@code exponent}, which lies in -126..127. */
    private static float powerOfTwo(int exponent) {
        return Float.intBitsToFloat((exponent + 127) << 23);
    }

    /** 1/(1 + e^-x) within 2.5 ulp; below -88.7, where the result is subnormal, 0. */
    static float sigmoid(float x) {
        return 1 / (exp(-x) + 1);
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

    /** ln(1 + u) = 2 artanh(u/(2 + u)) for u in 0..1. */
    private static float log1p(float u) {
        float s = u / (u + 2);
        float q = s * s;
        return 2 * (s + s * (q * polynomial(ARTANH, q)));
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
        float square = bounded * bounded;
        float near = bounded + bounded * polynomial(ERF_NEAR_0, square);
        float far = 1 - exp(t * polynomial(LOG_ERFC, t));
        return t < ERF_NEAR ? near : Math.copySign(far, bounded);
    }

    /** The normal distribution function Phi(x) within 2^-23. */
    static float phi(float x) {
        return 0.5f + 0.5f * erf(x * SQRT_HALF);
    }

    /** What the tanh form of Gelu takes the sigmoid of. */
    static float geluArgument(float x) {
        return GELU_SCALE * (x + GELU_CUBIC * (x * x) * x);
    }
}
