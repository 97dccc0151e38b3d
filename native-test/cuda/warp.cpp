// Threads of a warp that part are groups, each at a place of its own. The group at the lowest place goes on, so that
// those ahead are caught up with where branches meet again.
#include "machine.h"

#include <algorithm>

namespace standin {
namespace {
const u32 NONE = ~0u;
}

u32 Warp::holds(u32 at) const
{
    const u32 *truths = row<u32>(at);
    u32 mask = 0;
    for (u32 lane = 0; lane < LANES; lane++) {
        mask |= (truths[lane] & 1) << lane;
    }
    return mask;
}

void Warp::fault(const Instruction &instruction, u32 lane, int error, const std::string &what) const
{
    throw Fault(error, block->text_of(instruction) + ": " + block->name_of(thread(lane)) + " " + what);
}

bool Warp::can_go_on() const
{
    return std::any_of(groups.begin(), groups.end(), [](const Group &group) { return !group.at_barrier; });
}

// The runnable group at the lowest place; groups at the same place become one.
u32 Warp::choose()
{
    u32 best = NONE;
    for (u32 i = 0; i < groups.size(); i++) {
        if (groups[i].at_barrier || groups[i].waiting) {
            continue;
        }
        if (best != NONE && groups[i].place == groups[best].place) {
            groups[best].mask |= groups[i].mask;
            groups.erase(groups.begin() + i--);
        } else if (best == NONE || groups[i].place < groups[best].place) {
            best = i;
        }
    }
    return best;
}

void Warp::run(u64 &most)
{
    while (most > 0) {
        const u32 chosen = choose();
        if (chosen != NONE) {
            run_group(chosen, most);
            continue;
        }
        for (const Group &group : groups) {
            if (group.waiting) {
                const Instruction &instruction = block->launch.code->instructions[group.place];
                fault(instruction, __builtin_ctz(group.mask), LAUNCH_FAILED,
                      "waits for lanes of its warp that never come here");
            }
        }
        return;
    }
}

void Warp::end(u32 mask) { live &= ~mask; }

// A branch, or another instruction under a predicate, that only some of the group take. Returns whether the group goes
// on as it is.
bool Warp::diverge(const Instruction &instruction, u32 &place, u32 &mask, u32 chosen)
{
    u32 taken = mask;
    if (instruction.guard) {
        const u32 truths = holds(instruction.guard);
        taken &= instruction.guard_not ? ~truths : truths;
    }
    if (taken == mask) {
        return true;
    }
    if (taken == 0) {
        place++;
        mask = 0;
        return false;
    }
    groups.push_back({place + 1, mask & ~taken, false, false});
    groups[chosen].mask = mask = taken;
    return true;
}

// Whether all lanes that an instruction needs together are here; if not, those that are wait.
bool Warp::gather(const Instruction &instruction, u32 place, u32 chosen, u32 &mask)
{
    for (u32 i = 0; i < groups.size(); i++) {
        if (i != chosen && groups[i].waiting && groups[i].place == place) {
            mask |= groups[i].mask;
            groups[i].mask = 0;
        }
    }
    groups[chosen].mask = mask;
    const u32 *members = row<u32>(instruction.rows[6]);
    u32 needed = 0;
    lanes_of(mask, [&](u32 lane) {
        if (!(members[lane] >> lane & 1)) {
            fault(instruction, lane, LAUNCH_FAILED, "is not in the mask of lanes " + hex(members[lane]) + " it gives");
        }
        needed |= members[lane];
    });
    groups[chosen].waiting = (needed & live & ~mask) != 0;
    return !groups[chosen].waiting;
}

void Warp::run_group(u32 chosen, u64 &left)
{
    const Instruction *code = block->launch.code->instructions.data();
    u32 place = groups[chosen].place;
    u32 mask = groups[chosen].mask;
    u32 next = NONE; // the lowest place of the others
    for (u32 i = 0; i < groups.size(); i++) {
        if (i != chosen && !groups[i].at_barrier && !groups[i].waiting) {
            next = std::min(next, groups[i].place);
        }
    }
    u64 done = 0;
    bool goes_on = true;
    while (goes_on && place < next && left > 0) {
        const Instruction &instruction = code[place];
        left--;
        done += __builtin_popcount(mask);
        if (instruction.step == Step::LANES) {
            u32 active = mask;
            if (instruction.guard) {
                const u32 truths = holds(instruction.guard);
                active &= instruction.guard_not ? ~truths : truths;
            }
            if (active) {
                instruction.run(*this, instruction, active);
            }
            place++;
            continue;
        }
        const size_t before = groups.size();
        const u32 all = mask;
        if (!diverge(instruction, place, mask, chosen)) {
            mask = all;
            continue;
        }
        if (groups.size() != before) {
            next = std::min(next, place + 1);
        }
        switch (instruction.step) {
        case Step::BRANCH:
            place = u32(instruction.number);
            break;
        case Step::SWITCH: { // lanes that go elsewhere than the first are groups of their own
            const auto &table = block->launch.code->tables[instruction.number];
            const u32 *index = row<u32>(instruction.rows[0]);
            const u32 first = __builtin_ctz(mask);
            u32 together = 0;
            lanes_of(mask, [&](u32 lane) {
                if (index[lane] >= table.size()) {
                    fault(instruction, lane, ILLEGAL_INSTRUCTION,
                          "branches to entry " + std::to_string(index[lane]) + " of " + std::to_string(table.size()));
                }
                if (index[lane] == index[first]) {
                    together |= 1u << lane;
                } else {
                    groups.push_back({table[index[lane]], 1u << lane, false, false});
                }
            });
            mask = together;
            place = table[index[first]];
            goes_on = groups.size() == before;
            break;
        }
        case Step::EXIT:
            end(mask);
            mask = 0;
            goes_on = false;
            break;
        case Step::BARRIER:
            groups[chosen].at_barrier = true;
            goes_on = false;
            break;
        case Step::TOGETHER:
            if (gather(instruction, place, chosen, mask)) {
                instruction.run(*this, instruction, mask);
                place++;
            } else {
                goes_on = false;
            }
            break;
        case Step::TRAP:
            fault(instruction, __builtin_ctz(mask), LAUNCH_FAILED, "traps");
        case Step::LANES:
            break;
        }
    }
    block->instructions += done;
    groups[chosen].place = place;
    groups[chosen].mask = mask;
    groups.erase(std::remove_if(groups.begin(), groups.end(), [](const Group &group) { return group.mask == 0; }),
                 groups.end());
}
} // namespace standin
