// Numbers of 16 bits: IEEE's half and bfloat16, alone and in pairs. They are computed as floats and rounded once.
#include "floats.h"

namespace standin {
namespace {
struct Half {
    static float wide(u16 bits) { return float(load<_Float16>(&bits)); }
    static u16 narrow(float a)
    {
        const _Float16 rounded = _Float16(a);
        return load<u16>(&rounded);
    }
    static u16 narrow(double a)
    {
        const _Float16 rounded = _Float16(a);
        return load<u16>(&rounded);
    }
};

struct Brain {
    static float wide(u16 bits)
    {
        const u32 whole = u32(bits) << 16;
        return load<float>(&whole);
    }
    static u16 narrow(float a)
    {
        u32 bits = load<u32>(&a);
        return a != a ? 0x7fff : (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
    }
    // By way of a float rounded to odd, so that nothing is rounded twice.
    static u16 narrow(double a)
    {
        float near = float(a);
        if (double(near) != a && a == a && std::isfinite(near)) {
            u32 bits = load<u32>(&near);
            bits -= std::fabs(double(near)) > std::fabs(a);
            bits |= 1;
            near = load<float>(&bits);
        }
        return narrow(near);
    }
};

template <class H> u16 sum(u16 a, u16 b) { return H::narrow(H::wide(a) + H::wide(b)); }
template <class H> u16 difference(u16 a, u16 b) { return H::narrow(H::wide(a) - H::wide(b)); }
template <class H> u16 product(u16 a, u16 b) { return H::narrow(H::wide(a) * H::wide(b)); }
template <class H> u16 fused(u16 a, u16 b, u16 c)
{
    return H::narrow(std::fma(double(H::wide(a)), double(H::wide(b)), double(H::wide(c))));
}
template <class H> u16 fused_positive(u16 a, u16 b, u16 c)
{
    const u16 result = fused<H>(a, b, c);
    return H::wide(result) > 0 ? result : H::wide(result) != H::wide(result) ? H::narrow(NAN) : 0;
}
template <class H> u16 negative(u16 a) { return a ^ 0x8000; }
template <class H> u16 absolute(u16 a) { return a & 0x7fff; }
template <class H> u16 least(u16 a, u16 b)
{
    const float x = H::wide(a), y = H::wide(b);
    return x < y || y != y || (x == y && std::signbit(x)) ? a : b;
}
template <class H> u16 most(u16 a, u16 b)
{
    const float x = H::wide(a), y = H::wide(b);
    return x > y || y != y || (x == y && !std::signbit(x)) ? a : b;
}
template <class H> u16 power_of_two(u16 a) { return H::narrow(std::exp2(H::wide(a))); }
template <class H> u16 hyperbolic_tangent(u16 a) { return H::narrow(std::tanh(H::wide(a))); }

u32 pair(u16 low, u16 high) { return u32(high) << 16 | low; }
template <u16 (*f)(u16)> u32 each_of(u32 a) { return pair(f(a), f(a >> 16)); }
template <u16 (*f)(u16, u16)> u32 each_of(u32 a, u32 b) { return pair(f(a, b), f(a >> 16, b >> 16)); }
template <u16 (*f)(u16, u16, u16)> u32 each_of(u32 a, u32 b, u32 c)
{
    return pair(f(a, b, c), f(a >> 16, b >> 16, c >> 16));
}

template <u16 (*f)(u16)> void add_one(Operations &table, const std::string &name)
{
    of_one<u16, f>(table, name);
    of_one<u32, each_of<f>>(table, name + "x2");
}

template <u16 (*f)(u16, u16)> void add_two(Operations &table, const std::string &name)
{
    of_two<u16, f>(table, name);
    of_two<u32, each_of<f>>(table, name + "x2");
}

template <u16 (*f)(u16, u16, u16)> void add_three(Operations &table, const std::string &name)
{
    of_three<u16, f>(table, name);
    of_three<u32, each_of<f>>(table, name + "x2");
}

template <class H> void add_kind(Operations &table, const std::string &type)
{
    for (const char *rounding : {"", ".rn"}) {
        add_two<sum<H>>(table, std::string("add") + rounding + type);
        add_two<difference<H>>(table, std::string("sub") + rounding + type);
        add_two<product<H>>(table, std::string("mul") + rounding + type);
    }
    add_three<fused<H>>(table, "fma.rn" + type);
    add_three<fused_positive<H>>(table, "fma.rn.relu" + type);
    add_one<negative<H>>(table, "neg" + type);
    add_one<absolute<H>>(table, "abs" + type);
    add_two<least<H>>(table, "min" + type);
    add_two<most<H>>(table, "max" + type);
    add_one<hyperbolic_tangent<H>>(table, "tanh.approx" + type);
}
} // namespace

void add_halves(Operations &table)
{
    add_kind<Half>(table, ".f16");
    add_kind<Brain>(table, ".bf16");
    add_one<power_of_two<Half>>(table, "ex2.approx.f16");
    add_one<power_of_two<Brain>>(table, "ex2.approx.ftz.bf16");
}
} // namespace standin
