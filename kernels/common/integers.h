// Integer arithmetic that wraps around: signed overflow means nothing in C, so it is done without signs.

DEVICE long wrapped_sum(long a, long b) {
    return (long)((unsigned long)a + (unsigned long)b);
}

DEVICE long wrapped_difference(long a, long b) {
    return (long)((unsigned long)a - (unsigned long)b);
}

DEVICE long wrapped_product(long a, long b) {
    return (long)((unsigned long)a * (unsigned long)b);
}

// `x` cut towards zero; what 64 bits do not hold saturates, NaN becomes 0.
DEVICE long cut(real x) {
    if (x != x) {
        return 0;
    }
    const real beyond = (real)9223372036854775808.0f;
    if (x >= beyond) {
        return 0x7fffffffffffffffL;
    }
    return x <= -beyond ? -0x7fffffffffffffffL - 1 : (long)x;
}
