// Arithmetic of integers. Sums and products wrap, so they are those of unsigned numbers.
#include "operations.h"

#include <algorithm>
#include <limits>
#include <type_traits>

namespace standin {
namespace {
template <class T> using Unsigned = std::make_unsigned_t<T>;

template <class T> struct Wider;
template <> struct Wider<u16> {
    using type = u32;
};
template <> struct Wider<i16> {
    using type = i32;
};
template <> struct Wider<u32> {
    using type = u64;
};
template <> struct Wider<i32> {
    using type = i64;
};
template <> struct Wider<u64> {
    using type = unsigned __int128;
};
template <> struct Wider<i64> {
    using type = __int128;
};
template <class T> using Wide = typename Wider<T>::type;

template <class T> T sum(T a, T b) { return T(Unsigned<T>(a) + Unsigned<T>(b)); }
template <class T> T difference(T a, T b) { return T(Unsigned<T>(a) - Unsigned<T>(b)); }
template <class T> T product(T a, T b) { return T(u64(a) * u64(b)); }
template <class T> T high(T a, T b) { return T((Wide<T>(a) * Wide<T>(b)) >> (8 * sizeof(T))); }
template <class T> Wide<T> wide(T a, T b) { return Wide<T>(a) * Wide<T>(b); }
template <class T> T mad(T a, T b, T c) { return sum<T>(product<T>(a, b), c); }
template <class T> T mad_high(T a, T b, T c) { return sum<T>(high<T>(a, b), c); }
template <class T> Wide<T> mad_wide(T a, T b, Wide<T> c) { return sum<Wide<T>>(wide<T>(a, b), c); }
template <class T> T least(T a, T b) { return std::min(a, b); }
template <class T> T most(T a, T b) { return std::max(a, b); }
template <class T> T negative(T a) { return difference<T>(0, a); }
template <class T> T absolute(T a) { return a < 0 ? negative<T>(a) : a; }
template <class T> T distance(T a, T b, T c) { return sum<T>(c, a < b ? difference<T>(b, a) : difference<T>(a, b)); }

// What devices give for a divisor of 0; the least number by -1 wraps.
template <class T> T quotient(T a, T b)
{
    if (b == 0) {
        return T(-1);
    }
    return std::is_signed<T>::value && b == T(-1) ? negative<T>(a) : T(a / b);
}

template <class T> T remainder(T a, T b)
{
    if (b == 0) {
        return a;
    }
    return std::is_signed<T>::value && b == T(-1) ? T(0) : T(a % b);
}

i32 saturated_sum(i32 a, i32 b)
{
    const i64 exact = i64(a) + b;
    return i32(std::clamp<i64>(exact, std::numeric_limits<i32>::min(), std::numeric_limits<i32>::max()));
}

i32 saturated_difference(i32 a, i32 b)
{
    const i64 exact = i64(a) - b;
    return i32(std::clamp<i64>(exact, std::numeric_limits<i32>::min(), std::numeric_limits<i32>::max()));
}

template <class T> T low24(T a) { return T(u32(a) << 8) >> 8; }
template <class T> T product24(T a, T b) { return product<T>(low24<T>(a), low24<T>(b)); }
template <class T> T high24(T a, T b) { return T(wide<T>(low24<T>(a), low24<T>(b)) >> 16); }
template <class T> T mad24(T a, T b, T c) { return sum<T>(product24<T>(a, b), c); }

template <class A, class B, class C> C dot4(A a, B b, C c)
{
    using Small = std::conditional_t<std::is_signed<A>::value, i8, u8>;
    using SmallB = std::conditional_t<std::is_signed<B>::value, i8, u8>;
    u32 total = u32(c);
    for (u32 i = 0; i < 4; i++) {
        total += u32(i32(Small(u32(a) >> 8 * i)) * i32(SmallB(u32(b) >> 8 * i)));
    }
    return C(total);
}

template <class A, class B, class C, int HIGH> C dot2(A a, B b, C c)
{
    using Small = std::conditional_t<std::is_signed<A>::value, i16, u16>;
    using SmallB = std::conditional_t<std::is_signed<B>::value, i8, u8>;
    u32 total = u32(c);
    for (u32 i = 0; i < 2; i++) {
        total += u32(i32(Small(u32(a) >> 16 * i)) * i32(SmallB(u32(b) >> (8 * i + 16 * HIGH))));
    }
    return C(total);
}

template <class A, class B, class C> void add_dots(Operations &table, const std::string &types)
{
    table.add("dp4a" + types, "wwww", ternary<C, A, B, C, dot4<A, B, C>>);
    table.add("dp2a.lo" + types, "wwww", ternary<C, A, B, C, dot2<A, B, C, 0>>);
    table.add("dp2a.hi" + types, "wwww", ternary<C, A, B, C, dot2<A, B, C, 1>>);
}

template <class T> void add_type(Operations &table, const std::string &type)
{
    of_two<T, sum<T>>(table, "add." + type);
    of_two<T, difference<T>>(table, "sub." + type);
    of_two<T, product<T>>(table, "mul.lo." + type);
    of_two<T, high<T>>(table, "mul.hi." + type);
    of_three<T, mad<T>>(table, "mad.lo." + type);
    of_three<T, mad_high<T>>(table, "mad.hi." + type);
    of_two<T, quotient<T>>(table, "div." + type);
    of_two<T, remainder<T>>(table, "rem." + type);
    of_two<T, least<T>>(table, "min." + type);
    of_two<T, most<T>>(table, "max." + type);
    of_three<T, distance<T>>(table, "sad." + type);
}

template <class T> void add_signed(Operations &table, const std::string &type)
{
    of_one<T, negative<T>>(table, "neg." + type);
    of_one<T, absolute<T>>(table, "abs." + type);
}

template <class T> void add_wide(Operations &table, const std::string &type)
{
    const std::string wider = letter<Wide<T>>();
    table.add("mul.wide." + type, wider + letter<T>() + letter<T>(), binary<Wide<T>, T, T, wide<T>>);
    table.add("mad.wide." + type, wider + letter<T>() + letter<T>() + wider,
              ternary<Wide<T>, T, T, Wide<T>, mad_wide<T>>);
}

template <class T> void add_24(Operations &table, const std::string &type)
{
    of_two<T, product24<T>>(table, "mul24.lo." + type);
    of_two<T, high24<T>>(table, "mul24.hi." + type);
    of_three<T, mad24<T>>(table, "mad24.lo." + type);
}
} // namespace

void add_integers(Operations &table)
{
    add_type<u16>(table, "u16");
    add_type<i16>(table, "s16");
    add_type<u32>(table, "u32");
    add_type<i32>(table, "s32");
    add_type<u64>(table, "u64");
    add_type<i64>(table, "s64");
    add_signed<i16>(table, "s16");
    add_signed<i32>(table, "s32");
    add_signed<i64>(table, "s64");
    add_wide<u16>(table, "u16");
    add_wide<i16>(table, "s16");
    add_wide<u32>(table, "u32");
    add_wide<i32>(table, "s32");
    add_24<u32>(table, "u32");
    add_24<i32>(table, "s32");
    of_two<i32, saturated_sum>(table, "add.sat.s32");
    of_two<i32, saturated_difference>(table, "sub.sat.s32");
    add_dots<u32, u32, u32>(table, ".u32.u32");
    add_dots<u32, i32, i32>(table, ".u32.s32");
    add_dots<i32, u32, i32>(table, ".s32.u32");
    add_dots<i32, i32, i32>(table, ".s32.s32");
}
} // namespace standin
