#include "instructions.h"

namespace {
using Cases = std::vector<Case>;
using U64 = uint64_t;

void one(Cases &cases, const std::string &name, const std::string &form, std::function<U64(U64)> f)
{
    cases.push_back({name + " $d, $a;", form, [f](U64 a, U64, U64) { return f(a); }});
}

void two(Cases &cases, const std::string &name, const std::string &form, std::function<U64(U64, U64)> f)
{
    cases.push_back({name + " $d, $a, $b;", form, [f](U64 a, U64 b, U64) { return f(a, b); }});
}

U64 low(U64 a) { return a & 0xffffffff; }

// Bit by bit, from the text of the manual.
U64 field(U64 a, unsigned position, unsigned length, unsigned width, bool with_sign)
{
    position &= 255;
    length &= 255;
    const unsigned last = position + length - 1 > width - 1 ? width - 1 : position + length - 1;
    const bool sign = with_sign && length && (a >> last & 1);
    U64 result = 0;
    for (unsigned i = 0; i < width; i++) {
        const bool bit = i < length && position + i < width ? a >> (position + i) & 1 : sign;
        result |= U64(bit) << i;
    }
    return result;
}

U64 insert(U64 a, U64 b, unsigned position, unsigned length)
{
    for (unsigned i = 0; i < length && position + i < 32; i++) {
        b = (b & ~(U64(1) << (position + i))) | (a >> i & 1) << (position + i);
    }
    return low(b);
}

void shifts(Cases &cases)
{
    two(cases, "shl.b32", "www", [](U64 a, U64 b) { return low(b) > 31 ? 0 : low(a << b); });
    two(cases, "shr.u32", "www", [](U64 a, U64 b) { return low(b) > 31 ? 0 : low(a) >> b; });
    two(cases, "shr.s32", "www", [](U64 a, U64 b) { return low(U64(int64_t(int32_t(a)) >> (low(b) > 31 ? 31 : b))); });
    two(cases, "shl.b64", "ddw", [](U64 a, U64 b) { return low(b) > 63 ? 0 : a << low(b); });
    two(cases, "shr.s64", "ddw", [](U64 a, U64 b) { return U64(int64_t(a) >> (low(b) > 63 ? 63 : low(b))); });
    for (const bool left : {true, false}) {
        for (const bool wrap : {true, false}) {
            const std::string name = std::string("shf.") + (left ? "l." : "r.") + (wrap ? "wrap.b32" : "clamp.b32");
            cases.push_back({name + " $d, $a, $b, $c;", "wwww", [=](U64 a, U64 b, U64 c) {
                                 const unsigned n = wrap ? c & 31 : low(c) > 32 ? 32 : low(c);
                                 const unsigned __int128 both = (unsigned __int128)(low(b) << 32 | low(a)) << 32;
                                 return low(U64(left ? both << n >> 64 : both >> 32 >> n));
                             }});
        }
    }
}

void fields(Cases &cases)
{
    cases.push_back(
        {"bfe.u32 $d, $a, $b, $c;", "wwww", [](U64 a, U64 b, U64 c) { return field(low(a), b, c, 32, false); }});
    cases.push_back(
        {"bfe.s32 $d, $a, $b, $c;", "wwww", [](U64 a, U64 b, U64 c) { return field(low(a), b, c, 32, true); }});
    cases.push_back({"bfe.u64 $d, $a, $b, 9;", "ddw", [](U64 a, U64 b, U64) { return field(a, b, 9, 64, false); }});
    cases.push_back({"bfe.s64 $d, $a, 3, $b;", "ddw", [](U64 a, U64 b, U64) { return field(a, 3, b, 64, true); }});
    cases.push_back({"bfi.b32 $d, $a, $b, 5, 11;", "www", [](U64 a, U64 b, U64) { return insert(a, b, 5, 11); }});
    cases.push_back({"bfi.b32 $d, $a, $b, 28, 11;", "www", [](U64 a, U64 b, U64) { return insert(a, b, 28, 11); }});
}

void permutations(Cases &cases)
{
    cases.push_back({"prmt.b32 $d, $a, $b, $c;", "wwww", [](U64 a, U64 b, U64 c) {
                         const U64 all = low(b) << 32 | low(a);
                         U64 result = 0;
                         for (int i = 0; i < 4; i++) {
                             const unsigned selector = c >> 4 * i & 15;
                             const uint8_t byte = all >> 8 * (selector & 7);
                             result |= U64(selector & 8 ? uint8_t(int8_t(byte) >> 7) : byte) << 8 * i;
                         }
                         return result;
                     }});
    for (const unsigned table : {0x80u, 0xfeu, 0x96u, 0xe8u, 0xcau, 0x1bu}) {
        const std::string number = std::to_string(table);
        cases.push_back({"lop3.b32 $d, $a, $b, $c, " + number + ";", "wwww", [=](U64 a, U64 b, U64 c) {
                             U64 result = 0;
                             for (int i = 0; i < 32; i++) {
                                 const unsigned index = (a >> i & 1) << 2 | (b >> i & 1) << 1 | (c >> i & 1);
                                 result |= U64(table >> index & 1) << i;
                             }
                             return result;
                         }});
    }
}
} // namespace

Cases bit_cases()
{
    Cases cases;
    two(cases, "and.b32", "www", [](U64 a, U64 b) { return low(a & b); });
    two(cases, "or.b64", "ddd", [](U64 a, U64 b) { return a | b; });
    two(cases, "xor.b16", "hhh", [](U64 a, U64 b) { return (a ^ b) & 0xffff; });
    one(cases, "not.b32", "ww", [](U64 a) { return low(~a); });
    one(cases, "cnot.b32", "ww", [](U64 a) { return U64(low(a) == 0); });
    one(cases, "popc.b32", "ww", [](U64 a) { return U64(__builtin_popcount(a)); });
    one(cases, "popc.b64", "wd", [](U64 a) { return U64(__builtin_popcountll(a)); });
    one(cases, "clz.b32", "ww", [](U64 a) { return U64(low(a) ? __builtin_clz(a) : 32); });
    one(cases, "clz.b64", "wd", [](U64 a) { return U64(a ? __builtin_clzll(a) : 64); });
    one(cases, "brev.b32", "ww", [](U64 a) {
        U64 result = 0;
        for (int i = 0; i < 32; i++) {
            result = result << 1 | (a >> i & 1);
        }
        return result;
    });
    one(cases, "bfind.u32", "ww", [](U64 a) { return low(low(a) ? 31 - __builtin_clz(a) : ~0u); });
    one(cases, "bfind.s32", "ww", [](U64 a) {
        const uint32_t size = int32_t(a) < 0 ? ~uint32_t(a) : uint32_t(a);
        return low(size ? 31 - __builtin_clz(size) : ~0u);
    });
    one(cases, "bfind.shiftamt.u32", "ww", [](U64 a) { return low(low(a) ? __builtin_clz(a) : ~0u); });
    shifts(cases);
    fields(cases);
    permutations(cases);
    cases.push_back({"{ .reg .pred t; setp.lt.s32 t, $a, $b; selp.b32 $d, $a, $c, t; }", "wwww",
                     [](U64 a, U64 b, U64 c) { return low(int32_t(a) < int32_t(b) ? a : c); }});
    cases.push_back({"{ .reg .pred t, u; setp.lt.and.s32 t|u, $a, $b, 1; selp.b32 $d, $a, $c, u; }", "wwww",
                     [](U64 a, U64 b, U64 c) { return low(int32_t(a) < int32_t(b) ? c : a); }});
    cases.push_back(
        {"slct.b32.s32 $d, $a, $b, $c;", "wwww", [](U64 a, U64 b, U64 c) { return low(int32_t(c) >= 0 ? a : b); }});
    cases.push_back({"{ .reg .b16 l, h; mov.b32 {l, h}, $a; mov.b32 $d, {h, l}; }", "ww",
                     [](U64 a, U64, U64) { return low(low(a) >> 16 | a << 16); }});
    cases.push_back({"{ .reg .b32 l, h; mov.b64 {l, h}, $a; mov.b64 $d, {h, l}; }", "dd",
                     [](U64 a, U64, U64) { return a >> 32 | a << 32; }});
    cases.push_back(
        {"{ .reg .b32 t; and.b32 t, $a, 3; T: .branchtargets L0, L1, L2, L0; brx.idx t, T; L1: mov.u32 $d, 11; bra E; "
         "L0: mov.u32 $d, $b; bra E; L2: mov.u32 $d, 12; E: }",
         "www", [](U64 a, U64 b, U64) { return (a & 3) == 1   ? 11
                                               : (a & 3) == 2 ? 12
                                                              : low(b); }});
    return cases;
}
