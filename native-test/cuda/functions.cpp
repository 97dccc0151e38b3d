// The functions that devices approximate, and tests of what kind a number is. They are as exact here as the host's
// library: how far off a device's are is not modelled.
#include "floats.h"

namespace standin {
namespace {
float reciprocal(float a) { return 1 / a; }
float root(float a) { return std::sqrt(a); }
float reciprocal_root(float a) { return float(1 / std::sqrt(double(a))); }
double reciprocal_root_of_double(double a) { return 1 / std::sqrt(a); }
float sine(float a) { return float(std::sin(double(a))); }
float cosine(float a) { return float(std::cos(double(a))); }
float power_of_two(float a) { return std::exp2(a); }
float logarithm(float a) { return std::log2(a); }
float hyperbolic_tangent(float a) { return std::tanh(a); }

// The approximations for doubles read and give the upper 32 bits.
double upper_half(double a)
{
    const u64 bits = load<u64>(&a) & 0xffffffff00000000;
    return flush<true>(load<double>(&bits));
}

template <double (*f)(double)> double by_upper_half(double a) { return upper_half(f(upper_half(a))); }

double reciprocal_of_double(double a) { return 1 / a; }

template <float (*f)(float)> void add_approximation(Operations &table, const std::string &name)
{
    of_one<float, f>(table, name + ".approx.f32");
    of_one<float, dressed<float, f, true, false>>(table, name + ".approx.ftz.f32");
}

template <class T> u32 is_finite(T a) { return std::isfinite(a); }
template <class T> u32 is_infinite(T a) { return std::isinf(a); }
template <class T> u32 is_number(T a) { return !std::isnan(a); }
template <class T> u32 is_nan(T a) { return std::isnan(a); }
template <class T> u32 is_normal(T a) { return std::isnormal(a); }
template <class T> u32 is_subnormal(T a) { return std::fpclassify(a) == FP_SUBNORMAL; }

template <class T> void add_tests(Operations &table, const std::string &type)
{
    const std::string form = "p" + letter<T>();
    table.add("testp.finite" + type, form, unary<u32, T, is_finite<T>>);
    table.add("testp.infinite" + type, form, unary<u32, T, is_infinite<T>>);
    table.add("testp.number" + type, form, unary<u32, T, is_number<T>>);
    table.add("testp.notanumber" + type, form, unary<u32, T, is_nan<T>>);
    table.add("testp.normal" + type, form, unary<u32, T, is_normal<T>>);
    table.add("testp.subnormal" + type, form, unary<u32, T, is_subnormal<T>>);
}
} // namespace

void add_functions(Operations &table)
{
    add_approximation<reciprocal>(table, "rcp");
    add_approximation<root>(table, "sqrt");
    add_approximation<reciprocal_root>(table, "rsqrt");
    add_approximation<sine>(table, "sin");
    add_approximation<cosine>(table, "cos");
    add_approximation<power_of_two>(table, "ex2");
    add_approximation<logarithm>(table, "lg2");
    of_one<float, hyperbolic_tangent>(table, "tanh.approx.f32");
    of_one<double, by_upper_half<reciprocal_of_double>>(table, "rcp.approx.ftz.f64");
    of_one<double, by_upper_half<reciprocal_root_of_double>>(table, "rsqrt.approx.ftz.f64");
    of_one<double, reciprocal_root_of_double>(table, "rsqrt.approx.f64");
    add_tests<float>(table, ".f32");
    add_tests<double>(table, ".f64");
}
} // namespace standin
