// setp: comparisons. What joins one with another predicate is an instruction of its own (decode_compare.cpp).
#include "floats.h"

namespace standin {
namespace {
template <class T> bool nan(T a) { return a != a; }

template <class T> u32 eq(T a, T b) { return a == b; }
template <class T> u32 ne(T a, T b) { return !nan(a) && !nan(b) && a != b; }
template <class T> u32 lt(T a, T b) { return a < b; }
template <class T> u32 le(T a, T b) { return a <= b; }
template <class T> u32 gt(T a, T b) { return a > b; }
template <class T> u32 ge(T a, T b) { return a >= b; }
// these hold for NaN
template <class T> u32 equ(T a, T b) { return nan(a) || nan(b) || a == b; }
template <class T> u32 neu(T a, T b) { return !(a == b); }
template <class T> u32 ltu(T a, T b) { return !(a >= b); }
template <class T> u32 leu(T a, T b) { return !(a > b); }
template <class T> u32 gtu(T a, T b) { return !(a <= b); }
template <class T> u32 geu(T a, T b) { return !(a < b); }
template <class T> u32 num(T a, T b) { return !nan(a) && !nan(b); }
template <class T> u32 unordered(T a, T b) { return nan(a) || nan(b); }

template <class T> T zero_if_small(T a) { return flush<std::is_same<T, float>::value>(a); }
template <class T, u32 (*f)(T, T)> u32 flushed(T a, T b) { return f(zero_if_small(a), zero_if_small(b)); }

template <class T, u32 (*f)(T, T)> void add(Operations &table, const std::string &how, const std::string &type)
{
    table.add("setp." + how + type, "p" + letter<T>() + letter<T>(), binary<u32, T, T, f>);
}

template <class T> void add_order(Operations &table, const std::string &type)
{
    add<T, lt<T>>(table, "lt", type);
    add<T, le<T>>(table, "le", type);
    add<T, gt<T>>(table, "gt", type);
    add<T, ge<T>>(table, "ge", type);
}

template <class T> void add_integer(Operations &table, const std::string &type)
{
    add<T, eq<T>>(table, "eq", type);
    add<T, ne<T>>(table, "ne", type);
    add_order<T>(table, type);
    if (!std::is_signed<T>::value) {
        add<T, lt<T>>(table, "lo", type);
        add<T, le<T>>(table, "ls", type);
        add<T, gt<T>>(table, "hi", type);
        add<T, ge<T>>(table, "hs", type);
    }
}

template <class T> void add_float(Operations &table, const std::string &type)
{
    add<T, eq<T>>(table, "eq", type);
    add<T, ne<T>>(table, "ne", type);
    add_order<T>(table, type);
    add<T, equ<T>>(table, "equ", type);
    add<T, neu<T>>(table, "neu", type);
    add<T, ltu<T>>(table, "ltu", type);
    add<T, leu<T>>(table, "leu", type);
    add<T, gtu<T>>(table, "gtu", type);
    add<T, geu<T>>(table, "geu", type);
    add<T, num<T>>(table, "num", type);
    add<T, unordered<T>>(table, "nan", type);
}

void add_flushed(Operations &table)
{
    const std::string type = ".ftz.f32";
    add<float, flushed<float, eq<float>>>(table, "eq", type);
    add<float, flushed<float, ne<float>>>(table, "ne", type);
    add<float, flushed<float, lt<float>>>(table, "lt", type);
    add<float, flushed<float, le<float>>>(table, "le", type);
    add<float, flushed<float, gt<float>>>(table, "gt", type);
    add<float, flushed<float, ge<float>>>(table, "ge", type);
    add<float, flushed<float, neu<float>>>(table, "neu", type);
    add<float, flushed<float, ltu<float>>>(table, "ltu", type);
    add<float, flushed<float, leu<float>>>(table, "leu", type);
    add<float, flushed<float, gtu<float>>>(table, "gtu", type);
    add<float, flushed<float, geu<float>>>(table, "geu", type);
    add<float, flushed<float, equ<float>>>(table, "equ", type);
    add<float, flushed<float, num<float>>>(table, "num", type);
    add<float, flushed<float, unordered<float>>>(table, "nan", type);
}

template <class T> void add_bits(Operations &table, const std::string &type)
{
    add<T, eq<T>>(table, "eq", type);
    add<T, ne<T>>(table, "ne", type);
}
} // namespace

void add_comparisons(Operations &table)
{
    add_integer<u16>(table, ".u16");
    add_integer<i16>(table, ".s16");
    add_integer<u32>(table, ".u32");
    add_integer<i32>(table, ".s32");
    add_integer<u64>(table, ".u64");
    add_integer<i64>(table, ".s64");
    add_bits<u16>(table, ".b16");
    add_bits<u32>(table, ".b32");
    add_bits<u64>(table, ".b64");
    add_float<float>(table, ".f32");
    add_float<double>(table, ".f64");
    add_flushed(table);
    add_float<_Float16>(table, ".f16");
}
} // namespace standin
