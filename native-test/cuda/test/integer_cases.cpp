#include "instructions.h"

#include <algorithm>
#include <limits>

namespace {
using std::numeric_limits;
using Cases = std::vector<Case>;

// As wide as PTX's intermediate results are without bound.
using Exact = __int128;

template <class T> uint64_t mask(Exact a) { return uint64_t(std::make_unsigned_t<T>(a)); }

template <class T> Exact get(uint64_t a) { return Exact(T(a)); }

template <class T, class F> void two(Cases &cases, const std::string &name, const std::string &form, F f)
{
    cases.push_back({name + " $d, $a, $b;", form,
                     [f](uint64_t a, uint64_t b, uint64_t) { return mask<T>(f(get<T>(a), get<T>(b))); }});
}

template <class T, class F> void three(Cases &cases, const std::string &name, const std::string &form, F f)
{
    cases.push_back({name + " $d, $a, $b, $c;", form,
                     [f](uint64_t a, uint64_t b, uint64_t c) { return mask<T>(f(get<T>(a), get<T>(b), get<T>(c))); }});
}

template <class T> Exact divided(Exact a, Exact b) { return b == 0 ? Exact(-1) : a / b; }

template <class T> void arithmetic(Cases &cases, const std::string &type, const std::string &l)
{
    const int bits = 8 * sizeof(T);
    const auto high = [bits](Exact a, Exact b) {
        // the product of two unsigned 64-bit numbers does not fit a signed 128-bit one, its bits do
        const unsigned __int128 product = (unsigned __int128)a * (unsigned __int128)b;
        return numeric_limits<T>::is_signed ? Exact(product) >> bits : Exact(product >> bits);
    };
    two<T>(cases, "add." + type, l + l + l, [](Exact a, Exact b) { return a + b; });
    two<T>(cases, "sub." + type, l + l + l, [](Exact a, Exact b) { return a - b; });
    two<T>(cases, "mul.lo." + type, l + l + l,
           [](Exact a, Exact b) { return Exact((unsigned __int128)a * (unsigned __int128)b); });
    two<T>(cases, "mul.hi." + type, l + l + l, high);
    two<T>(cases, "div." + type, l + l + l, divided<T>);
    two<T>(cases, "rem." + type, l + l + l, [](Exact a, Exact b) { return b == 0 ? a : a % b; });
    two<T>(cases, "min." + type, l + l + l, [](Exact a, Exact b) { return a < b ? a : b; });
    two<T>(cases, "max." + type, l + l + l, [](Exact a, Exact b) { return a > b ? a : b; });
    three<T>(cases, "mad.lo." + type, l + l + l + l, [](Exact a, Exact b, Exact c) {
        return Exact((unsigned __int128)a * (unsigned __int128)b + (unsigned __int128)c);
    });
    three<T>(cases, "sad." + type, l + l + l + l,
             [](Exact a, Exact b, Exact c) { return c + (a < b ? b - a : a - b); });
}

template <class T, class Wide>
void wide(Cases &cases, const std::string &type, const std::string &l, const std::string &w)
{
    cases.push_back({"mul.wide." + type + " $d, $a, $b;", w + l + l,
                     [](uint64_t a, uint64_t b, uint64_t) { return mask<Wide>(get<T>(a) * get<T>(b)); }});
    cases.push_back({"mad.wide." + type + " $d, $a, $b, $c;", w + l + l + w, [](uint64_t a, uint64_t b, uint64_t c) {
                         return mask<Wide>(get<T>(a) * get<T>(b) + get<Wide>(c));
                     }});
}

template <class A, class B> uint64_t dot(uint64_t a, uint64_t b, uint64_t c)
{
    uint32_t sum = uint32_t(c);
    for (int i = 0; i < 32; i += 8) {
        sum += uint32_t(int(A(a >> i)) * int(B(b >> i)));
    }
    return sum;
}

void comparisons(Cases &cases)
{
    using U = uint32_t;
    using I = int32_t;
    const auto add = [&](const char *name, std::function<bool(U, U)> f) {
        cases.push_back({std::string("setp.") + name + " $d, $a, $b;", "pww",
                         [f](uint64_t a, uint64_t b, uint64_t) { return uint64_t(f(U(a), U(b))); }});
    };
    add("lt.u32", [](U a, U b) { return a < b; });
    add("lo.u32", [](U a, U b) { return a < b; });
    add("hs.u32", [](U a, U b) { return a >= b; });
    add("le.s32", [](U a, U b) { return I(a) <= I(b); });
    add("gt.s32", [](U a, U b) { return I(a) > I(b); });
    add("eq.s32", [](U a, U b) { return a == b; });
    add("ne.b32", [](U a, U b) { return a != b; });
}

void carries(Cases &cases)
{
    cases.push_back(
        {"{ .reg .b32 t; add.cc.u32 t, $a, $b; addc.u32 $d, $c, 0; }", "wwww", [](uint64_t a, uint64_t b, uint64_t c) {
             return uint64_t(uint32_t(c + ((uint64_t(uint32_t(a)) + uint32_t(b)) >> 32)));
         }});
    cases.push_back(
        {"{ .reg .b32 t; sub.cc.u32 t, $a, $b; subc.u32 $d, $c, 5; }", "wwww",
         [](uint64_t a, uint64_t b, uint64_t c) { return uint64_t(uint32_t(c - 5 - (uint32_t(a) < uint32_t(b)))); }});
    cases.push_back({"{ .reg .b32 t; mad.lo.cc.u32 t, $a, $b, $c; madc.hi.u32 $d, $a, $b, 7; }", "wwww",
                     [](uint64_t a, uint64_t b, uint64_t c) {
                         const uint64_t product = uint64_t(uint32_t(a)) * uint32_t(b);
                         return uint64_t(
                             uint32_t((product >> 32) + 7 + ((uint64_t(uint32_t(product)) + uint32_t(c)) >> 32)));
                     }});
}
} // namespace

Cases integer_cases()
{
    Cases cases;
    arithmetic<uint16_t>(cases, "u16", "h");
    arithmetic<int16_t>(cases, "s16", "h");
    arithmetic<uint32_t>(cases, "u32", "w");
    arithmetic<int32_t>(cases, "s32", "w");
    arithmetic<uint64_t>(cases, "u64", "d");
    arithmetic<int64_t>(cases, "s64", "d");
    wide<uint16_t, uint32_t>(cases, "u16", "h", "w");
    wide<int16_t, int32_t>(cases, "s16", "h", "w");
    wide<uint32_t, uint64_t>(cases, "u32", "w", "d");
    wide<int32_t, int64_t>(cases, "s32", "w", "d");
    cases.push_back({"dp4a.u32.u32 $d, $a, $b, $c;", "wwww", dot<uint8_t, uint8_t>});
    cases.push_back({"dp4a.s32.s32 $d, $a, $b, $c;", "wwww", dot<int8_t, int8_t>});
    cases.push_back({"dp4a.u32.s32 $d, $a, $b, $c;", "wwww", dot<uint8_t, int8_t>});
    cases.push_back({"dp4a.s32.u32 $d, $a, $b, $c;", "wwww", dot<int8_t, uint8_t>});
    two<int32_t>(cases, "add.sat.s32", "www", [](Exact a, Exact b) {
        return std::clamp<Exact>(a + b, numeric_limits<int32_t>::min(), numeric_limits<int32_t>::max());
    });
    cases.push_back(
        {"neg.s32 $d, $a;", "ww", [](uint64_t a, uint64_t, uint64_t) { return mask<int32_t>(-get<int32_t>(a)); }});
    cases.push_back({"abs.s64 $d, $a;", "dd", [](uint64_t a, uint64_t, uint64_t) {
                         return mask<int64_t>(get<int64_t>(a) < 0 ? -get<int64_t>(a) : get<int64_t>(a));
                     }});
    comparisons(cases);
    carries(cases);
    return cases;
}
