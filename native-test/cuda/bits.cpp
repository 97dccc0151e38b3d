// Bits: logic, shifts, fields, permutations, moves and choices, and chains of carries.
#include "operations.h"

#include <algorithm>
#include <type_traits>

namespace standin {
namespace {
template <class T> T both(T a, T b) { return a & b; }
template <class T> T either(T a, T b) { return a | b; }
template <class T> T differ(T a, T b) { return a ^ b; }
template <class T> T inverse(T a) { return ~a; }
template <class T> T is_zero(T a) { return a == 0; }
template <class T> T same(T a) { return a; }
u32 opposite(u32 a) { return a ^ 1; }

// More places than there are bits leave nothing, or only signs.
template <class T> T left(T a, u32 places) { return places < 8 * sizeof(T) ? T(a << places) : T(0); }
template <class T> T right(T a, u32 places) { return places < 8 * sizeof(T) ? T(a >> places) : a < 0 ? T(-1) : T(0); }

template <class T> u32 ones(T a) { return __builtin_popcountll(a); }
template <class T> u32 leading(T a) { return a ? __builtin_clzll(a) - (64 - 8 * sizeof(T)) : 8 * sizeof(T); }
template <class T> T reversed(T a)
{
    T result = 0;
    for (u32 i = 0; i < 8 * sizeof(T); i++) {
        result |= (a >> i & 1) << (8 * sizeof(T) - 1 - i);
    }
    return result;
}

// The highest bit that is not the sign.
template <class T> u32 highest(T a)
{
    using U = std::make_unsigned_t<T>;
    const U bits = a < 0 ? U(~a) : U(a);
    return bits ? 63 - __builtin_clzll(bits) : ~0u;
}

template <class T> u32 highest_shift(T a)
{
    const u32 at = highest<T>(a);
    return at == ~0u ? at : 8 * sizeof(T) - 1 - at;
}

// PTX's bfe: bits behind the top are copies of the sign.
template <class T> T field(T a, u32 position, u32 length)
{
    const u32 top = 8 * sizeof(T) - 1;
    const u32 from = position & 0xff, count = length & 0xff;
    using U = std::make_unsigned_t<T>;
    const bool sign = std::is_signed<T>::value && count != 0 && (U(a) >> std::min(from + count - 1, top) & 1);
    U result = 0;
    for (u32 i = 0; i <= top; i++) {
        const bool bit = i < count && from + i <= top ? U(a) >> (from + i) & 1 : sign;
        result |= U(bit) << i;
    }
    return T(result);
}

template <class T> T inserted(T a, T b, u32 position, u32 length)
{
    const u32 from = position & 0xff, count = length & 0xff;
    for (u32 i = 0; i < count && from + i < 8 * sizeof(T); i++) {
        const T bit = T(1) << (from + i);
        b = (b & ~bit) | ((a >> i & 1) ? bit : 0);
    }
    return b;
}

template <class T> void insert(Warp &warp, const Instruction &instruction, u32 mask)
{
    const T *a = warp.row<T>(instruction.rows[1]), *b = warp.row<T>(instruction.rows[2]);
    const u32 *c = warp.row<u32>(instruction.rows[3]), *d = warp.row<u32>(instruction.rows[4]);
    each<T>(warp, instruction.rows[0], mask, [=](u32 lane) { return inserted<T>(a[lane], b[lane], c[lane], d[lane]); });
}

u32 byte_of(u32 a, u32 b, u32 selector)
{
    const u32 byte = ((u64(b) << 32 | a) >> 8 * (selector & 7)) & 0xff;
    return selector & 8 ? (byte & 0x80 ? 0xff : 0) : byte;
}

u32 permuted(u32 a, u32 b, u32 c)
{
    u32 result = 0;
    for (u32 i = 0; i < 4; i++) {
        result |= byte_of(a, b, c >> 4 * i) << 8 * i;
    }
    return result;
}

// The other modes, by the bytes they select for c = 0 to 3.
template <u32 S0, u32 S1, u32 S2, u32 S3> u32 permuted_by(u32 a, u32 b, u32 c)
{
    const u32 selectors[4] = {S0, S1, S2, S3};
    return permuted(a, b, selectors[c & 3]);
}

void lop3(Warp &warp, const Instruction &instruction, u32 mask)
{
    const u32 *a = warp.row<u32>(instruction.rows[1]), *b = warp.row<u32>(instruction.rows[2]);
    const u32 *c = warp.row<u32>(instruction.rows[3]), *table = warp.row<u32>(instruction.rows[4]);
    each<u32>(warp, instruction.rows[0], mask, [=](u32 lane) {
        u32 result = 0;
        for (u32 i = 0; i < 8; i++) {
            const u32 match =
                (i & 4 ? a[lane] : ~a[lane]) & (i & 2 ? b[lane] : ~b[lane]) & (i & 1 ? c[lane] : ~c[lane]);
            result |= table[lane] >> i & 1 ? match : 0;
        }
        return result;
    });
}

u32 funnel_left(u32 a, u32 b, u32 places) { return u32((u64(b) << 32 | a) << places >> 32); }
u32 funnel_right(u32 a, u32 b, u32 places) { return u32((u64(b) << 32 | a) >> places); }
u32 left_wrap(u32 a, u32 b, u32 c) { return funnel_left(a, b, c & 31); }
u32 left_clamp(u32 a, u32 b, u32 c) { return c >= 32 ? a : funnel_left(a, b, c); }
u32 right_wrap(u32 a, u32 b, u32 c) { return funnel_right(a, b, c & 31); }
u32 right_clamp(u32 a, u32 b, u32 c) { return funnel_right(a, b, std::min(c, 32u)); }

template <class T> T chosen(T a, T b, u32 truth) { return truth & 1 ? a : b; }
template <class T> T by_sign(T a, T b, i32 c) { return c >= 0 ? a : b; }
template <class T> T by_float(T a, T b, float c) { return c >= 0 ? a : b; }

template <class T> void add_type(Operations &table, const std::string &bits)
{
    const std::string type = ".b" + bits, l = letter<T>();
    of_two<T, both<T>>(table, "and" + type);
    of_two<T, either<T>>(table, "or" + type);
    of_two<T, differ<T>>(table, "xor" + type);
    of_one<T, inverse<T>>(table, "not" + type);
    of_one<T, is_zero<T>>(table, "cnot" + type);
    using S = std::make_signed_t<T>;
    table.add("shl" + type, l + l + "w", binary<T, T, u32, left<T>>);
    table.add("shr" + type, l + l + "w", binary<T, T, u32, right<T>>);
    table.add("shr.u" + bits, l + l + "w", binary<T, T, u32, right<T>>);
    table.add("shr.s" + bits, l + l + "w", binary<S, S, u32, right<S>>);
    for (const char *kind : {".b", ".u", ".s", ".f"}) {
        of_one<T, same<T>>(table, std::string("mov") + kind + bits);
        table.add(std::string("selp") + kind + bits, l + l + l + "p", ternary<T, T, T, u32, chosen<T>>);
        table.add(std::string("slct") + kind + bits + ".s32", l + l + l + "w", ternary<T, T, T, i32, by_sign<T>>);
        table.add(std::string("slct") + kind + bits + ".f32", l + l + l + "w", ternary<T, T, T, float, by_float<T>>);
    }
}

template <class T> void add_counts(Operations &table, const std::string &bits)
{
    using S = std::make_signed_t<T>;
    const std::string l = letter<T>();
    table.add("popc.b" + bits, "w" + l, unary<u32, T, ones<T>>);
    table.add("clz.b" + bits, "w" + l, unary<u32, T, leading<T>>);
    of_one<T, reversed<T>>(table, "brev.b" + bits);
    table.add("bfind.u" + bits, "w" + l, unary<u32, T, highest<T>>);
    table.add("bfind.s" + bits, "w" + l, unary<u32, S, highest<S>>);
    table.add("bfind.shiftamt.u" + bits, "w" + l, unary<u32, T, highest_shift<T>>);
    table.add("bfind.shiftamt.s" + bits, "w" + l, unary<u32, S, highest_shift<S>>);
    table.add("bfe.u" + bits, l + l + "ww", ternary<T, T, u32, u32, field<T>>);
    table.add("bfe.s" + bits, l + l + "ww", ternary<S, S, u32, u32, field<S>>);
    table.add("bfi.b" + bits, l + l + l + "ww", insert<T>);
}
} // namespace

void add_bits(Operations &table)
{
    add_type<u16>(table, "16");
    add_type<u32>(table, "32");
    add_type<u64>(table, "64");
    add_counts<u32>(table, "32");
    add_counts<u64>(table, "64");
    table.add("and.pred", "ppp", binary<u32, u32, u32, both<u32>>);
    table.add("or.pred", "ppp", binary<u32, u32, u32, either<u32>>);
    table.add("xor.pred", "ppp", binary<u32, u32, u32, differ<u32>>);
    table.add("not.pred", "pp", unary<u32, u32, opposite>);
    table.add("mov.pred", "pp", unary<u32, u32, same<u32>>);
    of_three<u32, permuted>(table, "prmt.b32");
    of_three<u32, permuted_by<0x3210, 0x4321, 0x5432, 0x6543>>(table, "prmt.b32.f4e");
    of_three<u32, permuted_by<0x5670, 0x6701, 0x7012, 0x0123>>(table, "prmt.b32.b4e");
    of_three<u32, permuted_by<0x0000, 0x1111, 0x2222, 0x3333>>(table, "prmt.b32.rc8");
    of_three<u32, permuted_by<0x3210, 0x3211, 0x3222, 0x3333>>(table, "prmt.b32.ecl");
    of_three<u32, permuted_by<0x0000, 0x1110, 0x2210, 0x3210>>(table, "prmt.b32.ecr");
    of_three<u32, permuted_by<0x1010, 0x3232, 0x1010, 0x3232>>(table, "prmt.b32.rc16");
    table.add("lop3.b32", "wwwww", lop3);
    of_three<u32, left_wrap>(table, "shf.l.wrap.b32");
    of_three<u32, left_clamp>(table, "shf.l.clamp.b32");
    of_three<u32, right_wrap>(table, "shf.r.wrap.b32");
    of_three<u32, right_clamp>(table, "shf.r.clamp.b32");
}

const Operations &Operations::all()
{
    static const Operations table = [] {
        Operations made;
        add_integers(made);
        add_bits(made);
        add_carries(made);
        add_floats(made);
        add_functions(made);
        add_halves(made);
        add_comparisons(made);
        return made;
    }();
    return table;
}
} // namespace standin
