// Atomic operations, lane after lane. A launch that has any runs its blocks in order, so sums of floats come out the
// same each time. Rows: the old value, then operands in 1 and 2, the address in 4.
#include "access.h"

#include <algorithm>
#include <map>

namespace standin {
namespace {
template <class T> T add(T old, T a, T) { return T(old + a); }
template <class T> T exchange(T, T a, T) { return a; }
template <class T> T swap_if(T old, T expected, T a) { return old == expected ? a : old; }
template <class T> T least(T old, T a, T) { return std::min(old, a); }
template <class T> T most(T old, T a, T) { return std::max(old, a); }
template <class T> T both(T old, T a, T) { return old & a; }
template <class T> T either(T old, T a, T) { return old | a; }
template <class T> T differ(T old, T a, T) { return old ^ a; }
u32 increment(u32 old, u32 a, u32) { return old >= a ? 0 : old + 1; }
u32 decrement(u32 old, u32 a, u32) { return old == 0 || old > a ? a : old - 1; }

template <class T, T (*f)(T, T, T)> void operate(Warp &warp, const Instruction &instruction, u32 mask)
{
    Accesses accesses(warp, instruction, mask);
    const T *a = warp.row<T>(instruction.rows[1]), *b = warp.row<T>(instruction.rows[2]);
    T *old = warp.row<T>(instruction.rows[0]);
    lanes_of(mask, [&](u32 lane) {
        accesses.of(lane, false, nullptr);
        u8 *place = accesses.of(lane, true, nullptr);
        const T was = load<T>(place);
        store(place, f(was, a[lane], b[lane]));
        if (instruction.rows[0]) { // red has no result
            old[lane] = was;
        }
    });
}

using Table = std::map<std::string, Handler>;

template <class T> void add_bits(Table &table, const std::string &bits)
{
    for (const char *kind : {".b", ".u", ".s"}) {
        table["exch" + (kind + bits)] = operate<T, exchange<T>>;
        table["cas" + (kind + bits)] = operate<T, swap_if<T>>;
        table["and" + (kind + bits)] = operate<T, both<T>>;
        table["or" + (kind + bits)] = operate<T, either<T>>;
        table["xor" + (kind + bits)] = operate<T, differ<T>>;
    }
    using S = std::make_signed_t<T>;
    table["add.u" + bits] = table["add.s" + bits] = operate<T, add<T>>;
    table["min.u" + bits] = operate<T, least<T>>;
    table["max.u" + bits] = operate<T, most<T>>;
    table["min.s" + bits] = operate<S, least<S>>;
    table["max.s" + bits] = operate<S, most<S>>;
}

Table make()
{
    Table table;
    add_bits<u32>(table, "32");
    add_bits<u64>(table, "64");
    table["cas.b16"] = operate<u16, swap_if<u16>>;
    table["inc.u32"] = operate<u32, increment>;
    table["dec.u32"] = operate<u32, decrement>;
    table["add.f32"] = table["add.ftz.f32"] = operate<float, add<float>>;
    table["add.f64"] = operate<double, add<double>>;
    table["add.noftz.f16"] = operate<_Float16, add<_Float16>>;
    return table;
}
} // namespace

Handler atomic_operation(const std::string &operation, const std::string &type)
{
    static const Table table = make();
    const auto found = table.find(operation + "." + type);
    return found == table.end() ? nullptr : found->second;
}
} // namespace standin
