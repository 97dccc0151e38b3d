// What the lanes of a warp do together: shuffles, votes, matches, reductions. The mask of members is in row 6.
#include "together.h"

#include <algorithm>
#include <map>

namespace standin {
namespace {
enum class Shuffle { UP, DOWN, XOR, INDEX };

// Rows: result, value, b, c, and in 4 the predicate `in range`, if any.
template <Shuffle MODE> void shuffle(Warp &warp, const Instruction &instruction, u32 mask)
{
    const u32 *a = warp.row<u32>(instruction.rows[1]), *b = warp.row<u32>(instruction.rows[2]);
    const u32 *c = warp.row<u32>(instruction.rows[3]);
    u32 values[LANES];
    std::copy_n(a, LANES, values);
    u32 *to = warp.row<u32>(instruction.rows[0]);
    u32 *inside = warp.row<u32>(instruction.rows[4]);
    const u32 *members = warp.row<u32>(instruction.rows[6]);
    lanes_of(mask, [&](u32 lane) {
        const i32 distance = b[lane] & 31;
        const i32 segment = c[lane] >> 8 & 31, clamp = c[lane] & 31;
        const i32 most = (i32(lane) & segment) | (clamp & ~segment);
        const i32 least = i32(lane) & segment;
        i32 from = 0;
        bool in_range = false;
        switch (MODE) {
        case Shuffle::UP:
            from = i32(lane) - distance;
            in_range = from >= most;
            break;
        case Shuffle::DOWN:
            from = i32(lane) + distance;
            in_range = from <= most;
            break;
        case Shuffle::XOR:
            from = i32(lane) ^ distance;
            in_range = from <= most;
            break;
        case Shuffle::INDEX:
            from = least | (distance & ~segment);
            in_range = from <= most;
            break;
        }
        from = in_range ? from : i32(lane);
        if (!((mask & members[lane]) >> from & 1)) {
            warp.fault(instruction, lane, LAUNCH_FAILED,
                       "reads a value of lane " + std::to_string(from) + ", which does not take part");
        }
        to[lane] = values[from];
        if (instruction.rows[4]) {
            inside[lane] = in_range;
        }
    });
}

u32 true_lanes(Warp &warp, const Instruction &instruction, u32 mask) { return warp.holds(instruction.rows[1]) & mask; }

template <class F> void give(Warp &warp, const Instruction &instruction, u32 mask, F f)
{
    u32 *to = warp.row<u32>(instruction.rows[0]);
    const u32 *members = warp.row<u32>(instruction.rows[6]);
    const u32 truths = true_lanes(warp, instruction, mask);
    lanes_of(mask, [&](u32 lane) { to[lane] = f(truths & members[lane], members[lane] & mask); });
}

void vote_all(Warp &warp, const Instruction &instruction, u32 mask)
{
    give(warp, instruction, mask, [](u32 truths, u32 members) { return truths == members; });
}

void vote_any(Warp &warp, const Instruction &instruction, u32 mask)
{
    give(warp, instruction, mask, [](u32 truths, u32) { return truths != 0; });
}

void vote_uniform(Warp &warp, const Instruction &instruction, u32 mask)
{
    give(warp, instruction, mask, [](u32 truths, u32 members) { return truths == 0 || truths == members; });
}

void ballot(Warp &warp, const Instruction &instruction, u32 mask)
{
    give(warp, instruction, mask, [](u32 truths, u32) { return truths; });
}

void synchronise(Warp &warp, const Instruction &, u32) { warp.synchronised++; }

// Rows: result, value, and in 4 the predicate of `all`.
template <class T, bool ALL> void match(Warp &warp, const Instruction &instruction, u32 mask)
{
    const T *value = warp.row<T>(instruction.rows[1]);
    const u32 *members = warp.row<u32>(instruction.rows[6]);
    lanes_of(mask, [&](u32 lane) {
        u32 equal = 0;
        lanes_of(members[lane] & mask, [&](u32 other) { equal |= u32(value[other] == value[lane]) << other; });
        const bool all = equal == (members[lane] & mask);
        warp.row<u32>(instruction.rows[0])[lane] = ALL && !all ? 0 : equal;
        if (ALL && instruction.rows[4]) {
            warp.row<u32>(instruction.rows[4])[lane] = all;
        }
    });
}

template <class T> T sum(T a, T b) { return T(u32(a) + u32(b)); }
template <class T> T least(T a, T b) { return std::min(a, b); }
template <class T> T most(T a, T b) { return std::max(a, b); }
u32 both(u32 a, u32 b) { return a & b; }
u32 either(u32 a, u32 b) { return a | b; }
u32 differ(u32 a, u32 b) { return a ^ b; }

template <class T, T (*f)(T, T)> void reduce(Warp &warp, const Instruction &instruction, u32 mask)
{
    const T *value = warp.row<T>(instruction.rows[1]);
    T results[LANES];
    lanes_of(mask, [&](u32 lane) {
        const u32 members = warp.row<u32>(instruction.rows[6])[lane] & mask;
        T result = value[lane];
        lanes_of(members & ~(1u << lane), [&](u32 other) { result = f(result, value[other]); });
        results[lane] = result;
    });
    lanes_of(mask, [&](u32 lane) { warp.row<T>(instruction.rows[0])[lane] = results[lane]; });
}

// Of a block's barrier: how many threads say yes stands in the carry row's first place.
void barrier_count(Warp &warp, const Instruction &instruction, u32 mask)
{
    const u32 count = warp.row<u32>(CARRY)[0];
    each<u32>(warp, instruction.rows[0], mask, [=](u32) { return count; });
}

void barrier_and(Warp &warp, const Instruction &instruction, u32 mask)
{
    const u32 all = warp.row<u32>(CARRY)[0] == warp.block->threads();
    each<u32>(warp, instruction.rows[0], mask, [=](u32) { return all; });
}

void barrier_or(Warp &warp, const Instruction &instruction, u32 mask)
{
    const u32 any = warp.row<u32>(CARRY)[0] != 0;
    each<u32>(warp, instruction.rows[0], mask, [=](u32) { return any; });
}
} // namespace

const std::map<std::string, Together> &together()
{
    static const std::map<std::string, Together> table = {
        {"shfl.sync.up.b32", {shuffle<Shuffle::UP>, "w|pwwww"}},
        {"shfl.sync.down.b32", {shuffle<Shuffle::DOWN>, "w|pwwww"}},
        {"shfl.sync.bfly.b32", {shuffle<Shuffle::XOR>, "w|pwwww"}},
        {"shfl.sync.idx.b32", {shuffle<Shuffle::INDEX>, "w|pwwww"}},
        {"vote.sync.all.pred", {vote_all, "ppw"}},
        {"vote.sync.any.pred", {vote_any, "ppw"}},
        {"vote.sync.uni.pred", {vote_uniform, "ppw"}},
        {"vote.sync.ballot.b32", {ballot, "wpw"}},
        {"match.any.sync.b32", {match<u32, false>, "www"}},
        {"match.any.sync.b64", {match<u64, false>, "wdw"}},
        {"match.all.sync.b32", {match<u32, true>, "w|pww"}},
        {"match.all.sync.b64", {match<u64, true>, "w|pdw"}},
        {"redux.sync.add.u32", {reduce<u32, sum<u32>>, "www"}},
        {"redux.sync.add.s32", {reduce<i32, sum<i32>>, "www"}},
        {"redux.sync.min.u32", {reduce<u32, least<u32>>, "www"}},
        {"redux.sync.max.u32", {reduce<u32, most<u32>>, "www"}},
        {"redux.sync.min.s32", {reduce<i32, least<i32>>, "www"}},
        {"redux.sync.max.s32", {reduce<i32, most<i32>>, "www"}},
        {"redux.sync.and.b32", {reduce<u32, both>, "www"}},
        {"redux.sync.or.b32", {reduce<u32, either>, "www"}},
        {"redux.sync.xor.b32", {reduce<u32, differ>, "www"}},
        {"bar.warp.sync", {synchronise, "w"}},
    };
    return table;
}

Handler barrier_reduction(const std::string &operation)
{
    return operation == "popc.u32"   ? barrier_count
           : operation == "and.pred" ? barrier_and
           : operation == "or.pred"  ? barrier_or
                                     : nullptr;
}
} // namespace standin
