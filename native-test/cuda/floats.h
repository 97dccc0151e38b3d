// Shared by what computes with floats.
#pragma once

#include "operations.h"

#include <cfenv>
#include <cmath>
#include <limits>
#include <type_traits>

namespace standin {
// A subnormal number is a zero of its sign under .ftz.
template <bool FTZ, class T> inline T flush(T a)
{
    return FTZ && std::fabs(a) < std::numeric_limits<T>::min() ? std::copysign(T(0), a) : a;
}

// .sat: to 0..1, NaN to 0.
template <bool SAT, class T> inline T saturate(T a) { return !SAT ? a : !(a > 0) ? T(0) : a > 1 ? T(1) : a; }

template <class T, T (*f)(T), bool FTZ, bool SAT> T dressed(T a) { return saturate<SAT>(flush<FTZ>(f(flush<FTZ>(a)))); }

template <class T, T (*f)(T, T), bool FTZ, bool SAT> T dressed(T a, T b)
{
    return saturate<SAT>(flush<FTZ>(f(flush<FTZ>(a), flush<FTZ>(b))));
}

template <class T, T (*f)(T, T, T), bool FTZ, bool SAT> T dressed(T a, T b, T c)
{
    return saturate<SAT>(flush<FTZ>(f(flush<FTZ>(a), flush<FTZ>(b), flush<FTZ>(c))));
}

// Executes under another rounding of the processor.
template <Handler run, int ROUNDING> void rounded(Warp &warp, const Instruction &instruction, u32 mask)
{
    std::fesetround(ROUNDING);
    run(warp, instruction, mask);
    std::fesetround(FE_TONEAREST);
}

template <Handler run>
void add_roundings(Operations &table, const std::string &stem, const std::string &rest, const std::string &form,
                   bool bare)
{
    if (bare) {
        table.add(stem + rest, form, run);
    }
    table.add(stem + ".rn" + rest, form, run);
    table.add(stem + ".rz" + rest, form, rounded<run, FE_TOWARDZERO>);
    table.add(stem + ".rm" + rest, form, rounded<run, FE_DOWNWARD>);
    table.add(stem + ".rp" + rest, form, rounded<run, FE_UPWARD>);
}
} // namespace standin
