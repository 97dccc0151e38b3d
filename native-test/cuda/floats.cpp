// Arithmetic of floats and doubles, rounded as the instruction says.
#include "floats.h"

namespace standin {
namespace {
template <class T> T sum(T a, T b) { return a + b; }
template <class T> T difference(T a, T b) { return a - b; }
template <class T> T product(T a, T b) { return a * b; }
template <class T> T quotient(T a, T b) { return a / b; }
template <class T> T fused(T a, T b, T c) { return std::fma(a, b, c); }
template <class T> T reciprocal(T a) { return 1 / a; }
template <class T> T root(T a) { return std::sqrt(a); }
template <class T> T negative(T a) { return -a; }
template <class T> T absolute(T a) { return std::fabs(a); }
template <class T> T with_sign(T a, T b) { return std::copysign(b, a); } // PTX: the sign of a, the number of b

// A NaN gives way to a number; of two zeros, the negative is less.
template <class T> T least(T a, T b)
{
    const bool first = a < b || b != b || (a == b && std::signbit(a));
    return first ? a : b;
}

template <class T> T most(T a, T b)
{
    const bool first = a > b || b != b || (a == b && !std::signbit(a));
    return first ? a : b;
}

template <class T, T (*f)(T, T)> T with_nan(T a, T b)
{
    return a != a || b != b ? std::numeric_limits<T>::quiet_NaN() : f(a, b);
}

template <class T, T (*f)(T, T), bool FTZ, bool SAT>
void add_two(Operations &table, const std::string &stem, const std::string &rest, bool bare)
{
    const std::string l = letter<T>();
    add_roundings<binary<T, T, T, dressed<T, f, FTZ, SAT>>>(table, stem, rest, l + l + l, bare);
}

template <class T, T (*f)(T, T, T), bool FTZ, bool SAT>
void add_three(Operations &table, const std::string &stem, const std::string &rest)
{
    const std::string l = letter<T>();
    add_roundings<ternary<T, T, T, T, dressed<T, f, FTZ, SAT>>>(table, stem, rest, l + l + l + l, false);
}

template <class T, T (*f)(T), bool FTZ>
void add_one(Operations &table, const std::string &stem, const std::string &rest)
{
    const std::string l = letter<T>();
    add_roundings<unary<T, T, dressed<T, f, FTZ, false>>>(table, stem, rest, l + l, false);
}

template <class T, bool FTZ, bool SAT> void add_sums(Operations &table, const std::string &rest)
{
    add_two<T, sum<T>, FTZ, SAT>(table, "add", rest, true);
    add_two<T, difference<T>, FTZ, SAT>(table, "sub", rest, true);
    add_two<T, product<T>, FTZ, SAT>(table, "mul", rest, true);
    add_three<T, fused<T>, FTZ, SAT>(table, "fma", rest);
    add_three<T, fused<T>, FTZ, SAT>(table, "mad", rest);
}

template <class T, bool FTZ> void add_quotients(Operations &table, const std::string &rest)
{
    add_two<T, quotient<T>, FTZ, false>(table, "div", rest, false);
    add_one<T, reciprocal<T>, FTZ>(table, "rcp", rest);
    add_one<T, root<T>, FTZ>(table, "sqrt", rest);
}

template <class T, bool FTZ> void add_extremes(Operations &table, const std::string &rest)
{
    of_two<T, dressed<T, least<T>, FTZ, false>>(table, "min" + rest);
    of_two<T, dressed<T, most<T>, FTZ, false>>(table, "max" + rest);
    of_one<T, dressed<T, negative<T>, FTZ, false>>(table, "neg" + rest);
    of_one<T, dressed<T, absolute<T>, FTZ, false>>(table, "abs" + rest);
}

template <bool FTZ> void add_nan_extremes(Operations &table, const std::string &rest)
{
    of_two<float, dressed<float, with_nan<float, least<float>>, FTZ, false>>(table, "min" + rest);
    of_two<float, dressed<float, with_nan<float, most<float>>, FTZ, false>>(table, "max" + rest);
}
} // namespace

void add_floats(Operations &table)
{
    add_sums<float, false, false>(table, ".f32");
    add_sums<float, true, false>(table, ".ftz.f32");
    add_sums<float, false, true>(table, ".sat.f32");
    add_sums<float, true, true>(table, ".ftz.sat.f32");
    add_sums<double, false, false>(table, ".f64");
    add_quotients<float, false>(table, ".f32");
    add_quotients<float, true>(table, ".ftz.f32");
    add_quotients<double, false>(table, ".f64");
    add_extremes<float, false>(table, ".f32");
    add_extremes<float, true>(table, ".ftz.f32");
    add_extremes<double, false>(table, ".f64");
    add_nan_extremes<false>(table, ".NaN.f32");
    add_nan_extremes<true>(table, ".ftz.NaN.f32");
    of_two<float, with_sign<float>>(table, "copysign.f32");
    of_two<double, with_sign<double>>(table, "copysign.f64");
    for (const char *how : {".approx", ".full"}) {
        table.add(std::string("div") + how + ".f32", "www", binary<float, float, float, quotient<float>>);
        table.add(std::string("div") + how + ".ftz.f32", "www",
                  binary<float, float, float, dressed<float, quotient<float>, true, false>>);
    }
}
} // namespace standin
