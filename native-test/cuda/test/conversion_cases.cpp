#include "instructions.h"

#include <cfenv>
#include <cmath>
#include <limits>

namespace {
using Cases = std::vector<Case>;
using U64 = uint64_t;

std::string letter(unsigned bytes) { return bytes <= 2 ? "h" : bytes == 4 ? "w" : "d"; }

// What a register of the letter's width holds, from a number that may be narrower.
template <class T> U64 extended(T a)
{
    const unsigned width = sizeof(T) < 2 ? 16 : 8 * sizeof(T);
    const U64 all = std::is_signed<T>::value ? U64(int64_t(a)) : U64(a);
    return width == 64 ? all : all & ((U64(1) << width) - 1);
}

template <class To, class From> void integers(Cases &cases, const std::string &to, const std::string &from)
{
    const std::string form = letter(sizeof(To)) + letter(sizeof(From));
    cases.push_back(
        {"cvt." + to + "." + from + " $d, $a;", form, [](U64 a, U64, U64) { return extended(To(From(a))); }});
    if (std::numeric_limits<To>::lowest() <= __int128(std::numeric_limits<From>::lowest()) &&
        __int128(std::numeric_limits<To>::max()) >= __int128(std::numeric_limits<From>::max())) {
        return; // there is nothing to limit
    }
    cases.push_back({"cvt.sat." + to + "." + from + " $d, $a;", form, [](U64 a, U64, U64) {
                         const __int128 exact = From(a), least = std::numeric_limits<To>::min(),
                                        most = std::numeric_limits<To>::max();
                         return extended(To(exact < least ? least : exact > most ? most : exact));
                     }});
}

template <class To, class From> void between(Cases &cases, const std::string &to, const std::string &from)
{
    integers<To, From>(cases, to, from);
    integers<From, To>(cases, from, to);
}

long double whole(long double a, char mode)
{
    return mode == 'n' ? std::nearbyint(a) : mode == 'z' ? std::trunc(a) : mode == 'm' ? std::floor(a) : std::ceil(a);
}

template <class To, class From> void to_integer(Cases &cases, const std::string &to, const std::string &from)
{
    for (const char mode : {'n', 'z', 'm', 'p'}) {
        cases.push_back({std::string("cvt.r") + mode + "i." + to + "." + from + " $d, $a;",
                         letter(sizeof(To)) + letter(sizeof(From)), [mode](U64 a, U64, U64) {
                             const long double exact = bits<From>(a);
                             const long double least = std::numeric_limits<To>::min(),
                                               most = std::numeric_limits<To>::max();
                             const long double near = whole(exact, mode);
                             return extended(exact != exact  ? To(0)
                                             : near <= least ? To(least)
                                             : near >= most  ? std::numeric_limits<To>::max()
                                                             : To(near));
                         }});
    }
}

template <class To, class From> void from_integer(Cases &cases, const std::string &to, const std::string &from)
{
    const std::pair<const char *, int> modes[] = {
        {"rn", FE_TONEAREST}, {"rz", FE_TOWARDZERO}, {"rm", FE_DOWNWARD}, {"rp", FE_UPWARD}};
    for (const auto &mode : modes) {
        const int rounding = mode.second;
        cases.push_back({std::string("cvt.") + mode.first + "." + to + "." + from + " $d, $a;",
                         letter(sizeof(To)) + letter(sizeof(From)), [rounding](U64 a, U64, U64) {
                             const volatile long double exact = From(a); // 64 bits: exact
                             std::fesetround(rounding);
                             const volatile To result = To(exact);
                             std::fesetround(FE_TONEAREST);
                             return bits<U64>(To(result));
                         }});
    }
}

void narrowing(Cases &cases)
{
    const std::pair<const char *, int> modes[] = {
        {"rn", FE_TONEAREST}, {"rz", FE_TOWARDZERO}, {"rm", FE_DOWNWARD}, {"rp", FE_UPWARD}};
    for (const auto &mode : modes) {
        const int rounding = mode.second;
        cases.push_back({std::string("cvt.") + mode.first + ".f32.f64 $d, $a;", "wd",
                         [rounding](U64 a, U64, U64) {
                             const volatile double exact = f64(a);
                             std::fesetround(rounding);
                             const volatile float result = float(exact);
                             std::fesetround(FE_TONEAREST);
                             return of(float(result));
                         },
                         Case::FLOAT});
    }
    cases.push_back({"cvt.f64.f32 $d, $a;", "dw", [](U64 a, U64, U64) { return of(double(f32(a))); }, Case::DOUBLE});
    cases.push_back({"cvt.rn.f16.f32 $d, $a;", "hw",
                     [](U64 a, U64, U64) { return U64(bits<uint16_t>(_Float16(f32(a)))); }, Case::HALF});
    cases.push_back({"cvt.f32.f16 $d, $a;", "wh",
                     [](U64 a, U64, U64) { return of(float(bits<_Float16>(uint16_t(a)))); }, Case::FLOAT});
    cases.push_back({"cvt.rz.f16.f32 $d, $a;", "hw",
                     [](U64 a, U64, U64) {
                         _Float16 near = _Float16(f32(a));
                         if (std::fabs(float(near)) > std::fabs(f32(a))) { // one nearer to zero
                             near = bits<_Float16>(uint16_t(bits<uint16_t>(near) - 1));
                         }
                         return U64(bits<uint16_t>(near));
                     },
                     Case::HALF});
    cases.push_back({"cvt.sat.f32.f32 $d, $a;", "ww",
                     [](U64 a, U64, U64) { return of(f32(a) > 1   ? 1.0f
                                                     : f32(a) > 0 ? f32(a)
                                                                  : 0.0f); }, Case::FLOAT});
    cases.push_back(
        {"cvt.rni.f32.f32 $d, $a;", "ww", [](U64 a, U64, U64) { return of(std::nearbyint(f32(a))); }, Case::FLOAT});
    cases.push_back(
        {"cvt.rzi.f64.f64 $d, $a;", "dd", [](U64 a, U64, U64) { return of(std::trunc(f64(a))); }, Case::DOUBLE});
}
} // namespace

Cases conversion_cases()
{
    Cases cases;
    between<int8_t, int32_t>(cases, "s8", "s32");
    between<uint8_t, int32_t>(cases, "u8", "s32");
    between<uint8_t, uint16_t>(cases, "u8", "u16");
    between<int16_t, uint32_t>(cases, "s16", "u32");
    between<int32_t, int64_t>(cases, "s32", "s64");
    between<uint32_t, int64_t>(cases, "u32", "s64");
    between<uint64_t, int32_t>(cases, "u64", "s32");
    between<int32_t, uint32_t>(cases, "s32", "u32");
    to_integer<int32_t, float>(cases, "s32", "f32");
    to_integer<uint32_t, float>(cases, "u32", "f32");
    to_integer<int64_t, float>(cases, "s64", "f32");
    to_integer<uint8_t, float>(cases, "u8", "f32");
    to_integer<int32_t, double>(cases, "s32", "f64");
    to_integer<uint64_t, double>(cases, "u64", "f64");
    from_integer<float, int32_t>(cases, "f32", "s32");
    from_integer<float, uint32_t>(cases, "f32", "u32");
    from_integer<float, int64_t>(cases, "f32", "s64");
    from_integer<float, uint64_t>(cases, "f32", "u64");
    from_integer<double, int64_t>(cases, "f64", "s64");
    from_integer<double, uint64_t>(cases, "f64", "u64");
    narrowing(cases);
    return cases;
}
