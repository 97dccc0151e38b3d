// Whole numbers of 64 bits, made of reals.

// `value` cut towards zero; NaN gives 0, and what does not fit the nearest number that does.
DEVICE long whole(real value)
{
    const real limit = (real)9223372036854775808.0f; // 2^63
    const long most = 0x7fffffffffffffff;
    return value != value ? 0 : value >= limit ? most : value < -limit ? -most - 1 : (long)value;
}
