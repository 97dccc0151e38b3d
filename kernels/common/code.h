// Codes of 8 bits.

#ifndef LEAST
#define LEAST 0 // the least code: 0 of uchar, -128 of char
#endif

// The whole number nearest to `value`, which lies in -512 .. 512; ties to even. PoCL calls a function for each rint of
// a double, but makes vectors of this.
DEVICE int nearest(real value)
{
    const int cut = (int)value;
    const real twice = 2 * (value - (real)cut);
    const int odd = cut & 1;
    return cut + ((twice > 1) | ((twice == 1) & odd)) - ((twice < -1) | ((twice == -1) & odd));
}

// `quotient` rounded, ties to even, moved by `zero` and cut to the 256 codes from LEAST on; NaN gives `zero`.
DEVICE int code(real quotient, int zero)
{
    // beyond 512 every code is saturated, whatever its zero point
    const real below = quotient > 512 ? (real)512 : quotient;
    const real bounded = below < -512 ? (real)-512 : below != below ? (real)0 : below;
    const int moved = nearest(bounded) + zero;
    return moved < LEAST ? LEAST : moved > LEAST + 255 ? LEAST + 255 : moved;
}
