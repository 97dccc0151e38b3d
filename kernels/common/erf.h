// The error function without branches, within 1.2 ulp, by the polynomials of dev.lathe.backend.cpu.FloatMath; for many
// devices their own is slow.

// erf(x)/x - 1 for |x| below 0.925; `q` is x*x.
DEVICE float erf_near_0(float q) {
    float p = 8.209797e-5f;
    p = p * q - 8.1044418e-4f;
    p = p * q + 5.1976424e-3f;
    p = p * q - 0.026858032f;
    p = p * q + 0.11283671f;
    p = p * q - 0.37612632f;
    return p * q + 0.12837917f;
}

// ln(erfc(t))/t for t up to 4.
DEVICE float log_erfc(float t) {
    float p = -1.1086141e-5f;
    p = p * t + 3.2103743e-4f;
    p = p * t - 3.634025e-3f;
    p = p * t + 0.023741657f;
    p = p * t - 0.10621033f;
    p = p * t - 0.63516903f;
    return p * t - 1.1286438f;
}

DEVICE float error_function(float x) {
    const float bounded = x < -4.0f ? -4.0f : x > 4.0f ? 4.0f : x;
    const float t = fabs(bounded);
    const float near = bounded + bounded * erf_near_0(bounded * bounded);
    const float far = copysign(1.0f - exp(t * log_erfc(t)), bounded);
    return t < 0.925f ? near : far;
}
