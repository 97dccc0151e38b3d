// What cvt is told.
#pragma once

#include "machine.h"

namespace standin {
enum class Number : u8 { U8, U16, U32, U64, S8, S16, S32, S64, F16, BF16, F32, F64 };
enum class Round : u8 { NEAREST, ZERO, DOWN, UP };

inline bool is_float(Number type) { return type >= Number::F16; }

inline bool is_signed(Number type) { return type >= Number::S8 && type <= Number::S64; }

inline u32 size_of(Number type)
{
    static const u8 SIZES[] = {1, 2, 4, 8, 1, 2, 4, 8, 2, 2, 4, 8};
    return SIZES[int(type)];
}

struct Conversion {
    Number to;
    Number from;
    u8 to_width; // bytes of the registers, which may be wider than the numbers
    u8 from_width;
    Round round;
    bool saturate : 1;
    bool flush : 1;
    bool relu : 1;
    bool whole : 1; // the result is an integer, though a float
};
static_assert(sizeof(Conversion) <= 8, "fits Instruction::choice");

Handler conversion(const Conversion &how);
Handler conversion_of_two(); // two floats to a pair of 16-bit ones
} // namespace standin
