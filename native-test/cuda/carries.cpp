// Sums that hand on a carry, for numbers longer than a register. The carry is the first row of a frame.
#include "operations.h"

namespace standin {
namespace {
template <class T> using Long = std::conditional_t<sizeof(T) == 4, u64, unsigned __int128>;

// d = a + b, and a carry in and out if wanted.
template <class T, bool IN, bool OUT> void sum(Warp &warp, u32 row, u32 mask, const T *a, const T *b)
{
    u32 *carry = warp.row<u32>(CARRY);
    T *to = warp.row<T>(row);
    lanes_of(mask, [&](u32 lane) {
        const Long<T> exact = Long<T>(a[lane]) + b[lane] + (IN ? carry[lane] : 0);
        to[lane] = T(exact);
        if (OUT) {
            carry[lane] = u32(exact >> (8 * sizeof(T)));
        }
    });
}

template <class T, bool IN, bool OUT> void add(Warp &warp, const Instruction &instruction, u32 mask)
{
    const auto &rows = instruction.rows;
    sum<T, IN, OUT>(warp, rows[0], mask, warp.row<T>(rows[1]), warp.row<T>(rows[2]));
}

// The carry of a difference is a borrow.
template <class T, bool IN, bool OUT> void subtract(Warp &warp, const Instruction &instruction, u32 mask)
{
    const auto &rows = instruction.rows;
    const T *a = warp.row<T>(rows[1]), *b = warp.row<T>(rows[2]);
    u32 *carry = warp.row<u32>(CARRY);
    T *to = warp.row<T>(rows[0]);
    lanes_of(mask, [&](u32 lane) {
        const Long<T> exact = Long<T>(a[lane]) - b[lane] - (IN ? carry[lane] : 0);
        to[lane] = T(exact);
        if (OUT) {
            carry[lane] = u32(exact >> (8 * sizeof(T))) & 1;
        }
    });
}

template <class T, class S, bool HIGH, bool IN, bool OUT>
void multiply_add(Warp &warp, const Instruction &instruction, u32 mask)
{
    using Product = std::conditional_t<sizeof(T) == 4, i64, __int128>;
    using Unsigned = Long<T>;
    const auto &rows = instruction.rows;
    const S *a = warp.row<S>(rows[1]), *b = warp.row<S>(rows[2]);
    T products[LANES] = {};
    lanes_of(mask, [&](u32 lane) {
        const Unsigned exact = std::is_signed<S>::value ? Unsigned(Product(a[lane]) * Product(b[lane]))
                                                        : Unsigned(a[lane]) * Unsigned(b[lane]);
        products[lane] = T(HIGH ? exact >> (8 * sizeof(T)) : exact);
    });
    sum<T, IN, OUT>(warp, rows[0], mask, products, warp.row<T>(rows[3]));
}

template <class T, class S> void add_type(Operations &table, const std::string &type)
{
    const std::string l = letter<T>(), three = l + l + l, four = three + l;
    table.add("add.cc." + type, three, add<T, false, true>);
    table.add("addc." + type, three, add<T, true, false>);
    table.add("addc.cc." + type, three, add<T, true, true>);
    table.add("sub.cc." + type, three, subtract<T, false, true>);
    table.add("subc." + type, three, subtract<T, true, false>);
    table.add("subc.cc." + type, three, subtract<T, true, true>);
    table.add("mad.lo.cc." + type, four, multiply_add<T, S, false, false, true>);
    table.add("madc.lo." + type, four, multiply_add<T, S, false, true, false>);
    table.add("madc.lo.cc." + type, four, multiply_add<T, S, false, true, true>);
    table.add("mad.hi.cc." + type, four, multiply_add<T, S, true, false, true>);
    table.add("madc.hi." + type, four, multiply_add<T, S, true, true, false>);
    table.add("madc.hi.cc." + type, four, multiply_add<T, S, true, true, true>);
}
} // namespace

void add_carries(Operations &table)
{
    add_type<u32, u32>(table, "u32");
    add_type<u32, i32>(table, "s32");
    add_type<u64, u64>(table, "u64");
    add_type<u64, i64>(table, "s64");
}
} // namespace standin
