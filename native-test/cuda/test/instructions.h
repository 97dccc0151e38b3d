// One instruction on random operands, and what it has to give.
#pragma once

#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

struct Case {
    std::string text; // the instruction; $d $a $b $c are its registers
    std::string form; // their widths, the destination first: p, h, w, d
    std::function<uint64_t(uint64_t, uint64_t, uint64_t)> expected;
    enum Result { BITS, FLOAT, DOUBLE, HALF } result = BITS; // of floats, any NaN is as good as another
    double distance = 0;                                     // that a float may be off, relative
};

std::vector<Case> integer_cases();
std::vector<Case> bit_cases();
std::vector<Case> float_cases();
std::vector<Case> conversion_cases();

template <class To, class From> To bits(From value)
{
    To result{};
    std::memcpy(&result, &value, sizeof value < sizeof result ? sizeof value : sizeof result);
    return result;
}

inline float f32(uint64_t a) { return bits<float>(uint32_t(a)); }

inline double f64(uint64_t a) { return bits<double>(a); }

inline uint64_t of(float a) { return bits<uint32_t>(a); }

inline uint64_t of(double a) { return bits<uint64_t>(a); }
