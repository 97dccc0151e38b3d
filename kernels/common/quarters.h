// Angles as quarters of a turn, exact for every float: x = (whole + part) * pi/2 with |part| <= 1/2. What is left of a
// large x are the bits of x * 2/pi around its point, of which the higher ones count whole turns (Payne and Hanek 1983).

typedef struct {
    int whole; // modulo 4
    float part;
} Quarters;

// Bits 32*word to 32*word + 31 of 2/pi, 31 of which stand before its point.
DEVICE uint two_over_pi(int word) {
    return word == 0   ? 0u
           : word == 1 ? 0xa2f9836eu
           : word == 2 ? 0x4e441529u
           : word == 3 ? 0xfc2757d1u
           : word == 4 ? 0xf534ddc0u
           : word == 5 ? 0xdb629599u
           : word == 6 ? 0x3c439041u
                       : 0xfe5163abu;
}

// The 32 bits of 2/pi from bit `at` on.
DEVICE ulong bits_of_two_over_pi(int at) {
    ulong both = (ulong)two_over_pi(at / 32) << 32 | two_over_pi(at / 32 + 1);
    return both << at % 32 >> 32;
}

DEVICE Quarters quarters_of(float x) {
    Quarters q;
    q.whole = 0;
    q.part = fabs(x) < INFINITY ? x * 0.63661977f : x - x;
    if (!(fabs(x) >= 0.78539816f && fabs(x) < INFINITY)) return q;
    // |x| = mantissa * 2^(exponent - 23), so bits of 2/pi before this one make whole turns
    int exponent = ilogb(x), at = exponent + 7;
    ulong mantissa = (ulong)ldexp(fabs(x), 23 - exponent);
    ulong low = mantissa * bits_of_two_over_pi(at + 64) >> 32;
    ulong middle = mantissa * bits_of_two_over_pi(at + 32) + low;
    ulong high = mantissa * bits_of_two_over_pi(at) + (middle >> 32);
    // two bits before the point and 62 behind it
    ulong quarters = high << 32 | (middle & 0xffffffffu);
    q.whole = (int)((quarters + (1ul << 61)) >> 62);
    q.part = (float)(long)(quarters << 2) * 5.4210109e-20f; // 2^-64
    if (x < 0.0f) {
        q.whole = -q.whole & 3;
        q.part = -q.part;
    }
    return q;
}

// The sine of x if `ahead` is 0, its cosine if that is 1.
DEVICE float sine_of(Quarters q, int ahead) {
    int whole = q.whole + ahead;
    float y = whole & 1 ? cospi(0.5f * q.part) : sinpi(0.5f * q.part);
    return whole & 2 ? -y : y;
}
