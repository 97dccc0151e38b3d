#include "instructions.h"

#include <cfenv>
#include <cmath>

namespace {
using Cases = std::vector<Case>;
using U64 = uint64_t;

template <class F> void singles(Cases &cases, const std::string &text, const std::string &form, double distance, F f)
{
    cases.push_back(
        {text, form, [f](U64 a, U64 b, U64 c) { return of(float(f(f32(a), f32(b), f32(c)))); }, Case::FLOAT, distance});
}

template <class F> void doubles(Cases &cases, const std::string &text, const std::string &form, F f)
{
    cases.push_back(
        {text, form, [f](U64 a, U64 b, U64 c) { return of(double(f(f64(a), f64(b), f64(c)))); }, Case::DOUBLE, 0});
}

float flushed(float a) { return std::fabs(a) < 0x1p-126f ? std::copysign(0.0f, a) : a; }

// Sums and products of floats are exact in long doubles, which are then rounded once more, as asked.
float rounded(long double exact, int mode)
{
    std::fesetround(mode);
    const volatile float result = float(exact);
    std::fesetround(FE_TONEAREST);
    return result;
}

void arithmetic(Cases &cases)
{
    singles(cases, "add.f32 $d, $a, $b;", "www", 0, [](float a, float b, float) { return a + b; });
    singles(cases, "sub.rn.f32 $d, $a, $b;", "www", 0, [](float a, float b, float) { return a - b; });
    singles(cases, "mul.f32 $d, $a, $b;", "www", 0, [](float a, float b, float) { return a * b; });
    singles(cases, "mul.rz.f32 $d, $a, $b;", "www", 0,
            [](float a, float b, float) { return rounded((long double)a * b, FE_TOWARDZERO); });
    singles(cases, "mul.rm.f32 $d, $a, $b;", "www", 0,
            [](float a, float b, float) { return rounded((long double)a * b, FE_DOWNWARD); });
    singles(cases, "mul.rp.f32 $d, $a, $b;", "www", 0,
            [](float a, float b, float) { return rounded((long double)a * b, FE_UPWARD); });
    singles(cases, "add.ftz.f32 $d, $a, $b;", "www", 0,
            [](float a, float b, float) { return flushed(flushed(a) + flushed(b)); });
    singles(cases, "mul.sat.f32 $d, $a, $b;", "www", 0, [](float a, float b, float) {
        const float product = a * b;
        return product > 1 ? 1.0f : product > 0 ? product : 0.0f;
    });
    singles(cases, "fma.rn.f32 $d, $a, $b, $c;", "wwww", 0,
            [](float a, float b, float c) { return std::fma(a, b, c); });
    singles(cases, "div.rn.f32 $d, $a, $b;", "www", 0, [](float a, float b, float) { return a / b; });
    singles(cases, "rcp.rn.f32 $d, $a;", "ww", 0, [](float a, float, float) { return 1 / a; });
    singles(cases, "sqrt.rn.f32 $d, $a;", "ww", 0, [](float a, float, float) { return std::sqrt(a); });
    singles(cases, "neg.f32 $d, $a;", "ww", 0, [](float a, float, float) { return -a; });
    singles(cases, "abs.f32 $d, $a;", "ww", 0, [](float a, float, float) { return std::fabs(a); });
    singles(cases, "min.f32 $d, $a, $b;", "www", 0, [](float a, float b, float) {
        return std::isnan(a) ? b : std::isnan(b) ? a : a < b ? a : b;
    });
    singles(cases, "max.f32 $d, $a, $b;", "www", 0, [](float a, float b, float) {
        return std::isnan(a) ? b : std::isnan(b) ? a : a < b ? b : a;
    });
    singles(cases, "copysign.f32 $d, $a, $b;", "www", 0, [](float a, float b, float) { return std::copysign(b, a); });
    doubles(cases, "add.f64 $d, $a, $b;", "ddd", [](double a, double b, double) { return a + b; });
    doubles(cases, "mul.f64 $d, $a, $b;", "ddd", [](double a, double b, double) { return a * b; });
    doubles(cases, "fma.rn.f64 $d, $a, $b, $c;", "dddd",
            [](double a, double b, double c) { return std::fma(a, b, c); });
    doubles(cases, "div.rn.f64 $d, $a, $b;", "ddd", [](double a, double b, double) { return a / b; });
    doubles(cases, "sqrt.rn.f64 $d, $a;", "dd", [](double a, double, double) { return std::sqrt(a); });
}

// Within what the manual allows a device, and much nearer to the truth.
void approximations(Cases &cases)
{
    const double near = 0x1p-22;
    singles(cases, "rcp.approx.ftz.f32 $d, $a;", "ww", near,
            [](float a, float, float) { return flushed(1 / flushed(a)); });
    singles(cases, "rsqrt.approx.f32 $d, $a;", "ww", near,
            [](float a, float, float) { return 1 / std::sqrt((long double)a); });
    singles(cases, "ex2.approx.f32 $d, $a;", "ww", near,
            [](float a, float, float) { return std::exp2((long double)a); });
    singles(cases, "lg2.approx.f32 $d, $a;", "ww", near,
            [](float a, float, float) { return std::log2((long double)a); });
    singles(cases, "sin.approx.f32 $d, $a;", "ww", near,
            [](float a, float, float) { return std::sin((long double)a); });
    singles(cases, "cos.approx.f32 $d, $a;", "ww", near,
            [](float a, float, float) { return std::cos((long double)a); });
    singles(cases, "tanh.approx.f32 $d, $a;", "ww", near,
            [](float a, float, float) { return std::tanh((long double)a); });
    singles(cases, "div.full.f32 $d, $a, $b;", "www", near, [](float a, float b, float) { return a / b; });
}

void comparisons(Cases &cases)
{
    const auto add = [&](const char *how, std::function<bool(float, float)> f) {
        cases.push_back({std::string("setp.") + how + ".f32 $d, $a, $b;", "pww",
                         [f](U64 a, U64 b, U64) { return U64(f(f32(a), f32(b))); }});
    };
    add("eq", [](float a, float b) { return a == b; });
    add("ne", [](float a, float b) { return a < b || a > b; });
    add("lt", [](float a, float b) { return a < b; });
    add("ge", [](float a, float b) { return a >= b; });
    add("ltu", [](float a, float b) { return !(a >= b); });
    add("geu", [](float a, float b) { return !(a < b); });
    add("neu", [](float a, float b) { return a != b; });
    add("equ", [](float a, float b) { return !(a < b || a > b); });
    add("num", [](float a, float b) { return a == a && b == b; });
    add("nan", [](float a, float b) { return a != a || b != b; });
}

_Float16 half(U64 a) { return bits<_Float16>(uint16_t(a)); }

void halves(Cases &cases)
{
    const auto add = [&](const char *name, std::function<float(float, float)> f) {
        cases.push_back({std::string(name) + " $d, $a, $b;", "hhh",
                         [f](U64 a, U64 b, U64) { return U64(bits<uint16_t>(_Float16(f(half(a), half(b))))); },
                         Case::HALF});
    };
    add("add.f16", [](float a, float b) { return a + b; });
    add("sub.f16", [](float a, float b) { return a - b; });
    add("mul.f16", [](float a, float b) { return a * b; });
    cases.push_back({"fma.rn.f16 $d, $a, $b, $c;", "hhhh",
                     [](U64 a, U64 b, U64 c) {
                         const auto exact = (__float128)half(a) * (__float128)half(b) + (__float128)half(c);
                         return U64(bits<uint16_t>(_Float16(exact)));
                     },
                     Case::HALF});
}
} // namespace

Cases float_cases()
{
    Cases cases;
    arithmetic(cases);
    approximations(cases);
    comparisons(cases);
    halves(cases);
    return cases;
}
