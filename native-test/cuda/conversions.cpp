// cvt: any number to any other. A value is read as the widest of its kind, rounded, limited, and written.
#include "conversions.h"
#include "floats.h"

namespace standin {
namespace {
using Integer = __int128; // holds every 64-bit integer, signed or not

u64 bits_of(const Warp &warp, u32 row, u32 width, u32 lane)
{
    switch (width) {
    case 2:
        return warp.row<u16>(row)[lane];
    case 4:
        return warp.row<u32>(row)[lane];
    default:
        return warp.row<u64>(row)[lane];
    }
}

void set_bits(Warp &warp, u32 row, u32 width, u32 lane, u64 bits)
{
    switch (width) {
    case 2:
        warp.row<u16>(row)[lane] = bits;
        break;
    case 4:
        warp.row<u32>(row)[lane] = bits;
        break;
    default:
        warp.row<u64>(row)[lane] = bits;
    }
}

Integer integer_of(Number type, u64 bits)
{
    const u32 unused = 64 - 8 * size_of(type);
    return is_signed(type) ? Integer(i64(bits << unused) >> unused) : Integer(bits << unused >> unused);
}

double float_of(Number type, u64 bits)
{
    const u16 half = bits;
    const u32 brain = u32(bits) << 16, single = bits;
    switch (type) {
    case Number::F16:
        return double(load<_Float16>(&half));
    case Number::BF16:
        return load<float>(&brain);
    case Number::F32:
        return load<float>(&single);
    default:
        return load<double>(&bits);
    }
}

double rounded_to_integer(double a, Round mode)
{
    switch (mode) {
    case Round::DOWN:
        return std::floor(a);
    case Round::UP:
        return std::ceil(a);
    case Round::ZERO:
        return std::trunc(a);
    default:
        return std::nearbyint(a);
    }
}

// A number to a float of so many bits behind the point, whose least normal number is 2^least.
double rounded_to(double a, int digits, int least, double most, Round mode)
{
    if (a == 0 || !std::isfinite(a)) {
        return a;
    }
    int exponent;
    std::frexp(a, &exponent);
    const int scale = std::max(exponent - 1, least) - digits;
    const double near = std::ldexp(rounded_to_integer(std::ldexp(a, -scale), mode), scale);
    if (std::fabs(near) <= most) {
        return near;
    }
    const bool stays = mode == Round::ZERO || mode == (a > 0 ? Round::DOWN : Round::UP);
    return std::copysign(stays ? most : INFINITY, a);
}

u64 float_bits(Number type, double a, Round mode)
{
    if (type == Number::F64) {
        return load<u64>(&a);
    }
    if (type == Number::F32) {
        const float near =
            float(mode == Round::NEAREST ? a : rounded_to(a, 23, -126, std::numeric_limits<float>::max(), mode));
        return load<u32>(&near);
    }
    if (a != a) {
        return 0x7fff;
    }
    if (type == Number::F16) {
        const _Float16 near = _Float16(rounded_to(a, 10, -14, 65504, mode));
        return load<u16>(&near);
    }
    const float near = float(rounded_to(a, 7, -126, std::ldexp(255, 120), mode));
    return load<u32>(&near) >> 16;
}

// Integers are exact as doubles up to 2^53; beyond, what is lost decides the rounding.
double double_of(Integer a, Round mode)
{
    static const int MODES[] = {FE_TONEAREST, FE_TOWARDZERO, FE_DOWNWARD, FE_UPWARD};
    std::fesetround(MODES[int(mode)]);
    volatile double result = a < 0 ? double(i64(a)) : double(u64(a));
    std::fesetround(FE_TONEAREST);
    return result;
}

double sticky_double(Integer a)
{
    const bool minus = a < 0;
    u64 size = minus ? u64(-a) : u64(a);
    if (size >> 53) { // the last bit says that some were dropped, and no float keeps it
        const u32 dropped = 11 - __builtin_clzll(size);
        size = (size >> dropped | ((size & ((u64(1) << dropped) - 1)) != 0)) << dropped;
    }
    return minus ? -double(size) : double(size);
}

u64 limited(Number to, Integer a)
{
    const u32 bits = 8 * size_of(to);
    const Integer most = (Integer(1) << (is_signed(to) ? bits - 1 : bits)) - 1;
    const Integer least = is_signed(to) ? -most - 1 : 0;
    return u64(a < least ? least : a > most ? most : a);
}

u64 integer_from(Number to, double a, Round mode)
{
    if (a != a) {
        return 0;
    }
    const double whole = rounded_to_integer(a, mode);
    return limited(to, whole > 3e19 ? Integer(1) << 65 : whole < -3e19 ? -(Integer(1) << 65) : Integer(whole));
}

u64 converted(const Conversion &how, u64 bits)
{
    if (!is_float(how.from)) {
        const Integer a = integer_of(how.from, bits);
        if (!is_float(how.to)) {
            return how.saturate ? limited(how.to, a) : u64(a);
        }
        return float_bits(how.to, how.to == Number::F64 ? double_of(a, how.round) : sticky_double(a), how.round);
    }
    double a = float_of(how.from, bits);
    if (how.flush && how.from == Number::F32) {
        a = flush<true>(float(a));
    }
    if (!is_float(how.to)) {
        return integer_from(how.to, a, how.round);
    }
    if (how.whole) {
        a = rounded_to_integer(a, how.round);
    }
    a = how.saturate ? saturate<true>(a) : how.relu && !(a > 0) && a == a ? 0 : a;
    u64 result = float_bits(how.to, a, how.round);
    if (how.flush && how.to == Number::F32) {
        const u32 single = result;
        const float flushed = flush<true>(load<float>(&single));
        result = load<u32>(&flushed);
    }
    return result;
}

// Into a wider register, an integer keeps its sign.
u64 widened(Number to, u64 bits) { return is_float(to) ? bits : u64(integer_of(to, bits)); }

void convert(Warp &warp, const Instruction &instruction, u32 mask)
{
    const auto how = load<Conversion>(instruction.choice);
    lanes_of(mask, [&](u32 lane) {
        const u64 bits = bits_of(warp, instruction.rows[1], how.from_width, lane);
        set_bits(warp, instruction.rows[0], how.to_width, lane, widened(how.to, converted(how, bits)));
    });
}

// The first source is the upper half.
void convert_two(Warp &warp, const Instruction &instruction, u32 mask)
{
    const auto how = load<Conversion>(instruction.choice);
    const u32 *high = warp.row<u32>(instruction.rows[1]), *low = warp.row<u32>(instruction.rows[2]);
    u32 *to = warp.row<u32>(instruction.rows[0]);
    lanes_of(mask, [&](u32 lane) { to[lane] = u32(converted(how, high[lane]) << 16 | converted(how, low[lane])); });
}

template <class D, class S> D cast(S a) { return D(a); }
float widened_half(_Float16 a) { return float(a); }
_Float16 nearest_half(float a) { return _Float16(a); }
template <Round MODE> i32 nearest_integer(float a)
{
    const float whole = MODE == Round::ZERO ? std::trunc(a) : std::nearbyint(a);
    return a != a ? 0 : whole >= 2147483648.0f ? 0x7fffffff : whole < -2147483648.0f ? i32(0x80000000) : i32(whole);
}

bool is(const Conversion &how, Number to, Number from)
{
    return how.to == to && how.from == from && how.to_width == size_of(to) && how.from_width == size_of(from);
}
} // namespace

// The common ones, in vector code.
Handler conversion(const Conversion &how)
{
    using N = Number;
    const bool plain = !how.saturate && !how.flush && !how.relu && !how.whole;
    if (!plain) {
        return convert;
    }
    if (is(how, N::S64, N::S32) || is(how, N::U64, N::S32)) {
        return unary<i64, i32, cast<i64, i32>>;
    }
    if (is(how, N::U64, N::U32) || is(how, N::S64, N::U32)) {
        return unary<u64, u32, cast<u64, u32>>;
    }
    if (is(how, N::U32, N::U64) || is(how, N::S32, N::S64) || is(how, N::S32, N::U64) || is(how, N::U32, N::S64)) {
        return unary<u32, u64, cast<u32, u64>>;
    }
    if (is(how, N::F64, N::F32)) {
        return unary<double, float, cast<double, float>>;
    }
    if (how.round == Round::NEAREST) {
        if (is(how, N::F32, N::S32)) {
            return unary<float, i32, cast<float, i32>>;
        }
        if (is(how, N::F32, N::U32)) {
            return unary<float, u32, cast<float, u32>>;
        }
        if (is(how, N::F64, N::S32)) {
            return unary<double, i32, cast<double, i32>>;
        }
        if (is(how, N::F32, N::F64)) {
            return unary<float, double, cast<float, double>>;
        }
        if (is(how, N::F32, N::F16)) {
            return unary<float, _Float16, widened_half>;
        }
        if (is(how, N::F16, N::F32)) {
            return unary<_Float16, float, nearest_half>;
        }
        if (is(how, N::S32, N::F32)) {
            return unary<i32, float, nearest_integer<Round::NEAREST>>;
        }
    }
    if (is(how, N::S32, N::F32) && how.round == Round::ZERO) {
        return unary<i32, float, nearest_integer<Round::ZERO>>;
    }
    return convert;
}

Handler conversion_of_two() { return convert_two; }
} // namespace standin
