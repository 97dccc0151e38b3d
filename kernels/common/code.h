// Codes of 8 bits.

#ifndef LEAST
#define LEAST 0 // the least code: 0 of uchar, -128 of char
#endif

// `quotient` rounded, ties to even, moved by `zero` and cut to the 256 codes from LEAST on; NaN gives `zero`.
DEVICE int code(real quotient, int zero)
{
    const real moved = (quotient != quotient ? (real)0 : rint(quotient)) + (real)zero;
    return moved <= (real)LEAST ? LEAST : moved >= (real)(LEAST + 255) ? LEAST + 255 : (int)moved;
}
