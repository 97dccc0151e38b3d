#include "machine.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

namespace standin {
namespace {
const u64 TURN = 1 << 16; // instructions until another warp's turn, so that one may wait for what another does

template <class T> void fill(Warp &warp, u32 at, T value) { std::fill_n(warp.row<T>(at), LANES, value); }

void fill(Warp &warp, const Code::Row &constant)
{
    switch (constant.width) {
    case 2:
        return fill(warp, constant.at, u16(constant.bits));
    case 4:
        return fill(warp, constant.at, u32(constant.bits));
    default:
        return fill(warp, constant.at, constant.bits);
    }
}
} // namespace

u32 Block::threads() const { return launch.block[0] * launch.block[1] * launch.block[2]; }

Block::Block(const Launch &launch) : launch(launch), warps((threads() + LANES - 1) / LANES)
{
    const Code &code = *launch.code;
    shared.resize(code.shared + launch.dynamic_shared);
    shadow.resize(shared.size(), code.small_shared ? 1 : 4);
    for (const auto &gap : code.gaps) {
        shadow.close(gap.first, gap.second);
    }
    local.resize(size_t(code.local) * warps.size() * LANES);
    last.resize(code.instructions.size());
    for (u32 i = 0; i < warps.size(); i++) {
        Warp &warp = warps[i];
        warp.block = this;
        warp.number = i;
        warp.exists = threads() - i * LANES >= LANES ? ~0u : (1u << (threads() - i * LANES)) - 1;
        warp.storage.reset(new u8[code.frame + 64]());
        warp.frame = warp.storage.get() + (64 - reinterpret_cast<uintptr_t>(warp.storage.get()) % 64) % 64;
        for (const Code::Row &constant : code.constants) {
            fill(warp, constant);
        }
    }
}

std::string Block::name_of(u32 thread) const
{
    const auto triple = [](u32 x, u32 y, u32 z) {
        return "(" + std::to_string(x) + "," + std::to_string(y) + "," + std::to_string(z) + ")";
    };
    const u32 *size = launch.block;
    return "thread " + triple(thread % size[0], thread / size[0] % size[1], thread / size[0] / size[1]) + " of block " +
           triple(index[0], index[1], index[2]);
}

std::string Block::text_of(const Instruction &instruction) const
{
    const auto &lines = *launch.code->lines;
    std::string text = instruction.line - 1 < lines.size() ? lines[instruction.line - 1] : "";
    text.erase(0, text.find_first_not_of(" \t"));
    std::replace(text.begin(), text.end(), '\t', ' ');
    return "kernel " + launch.code->name + ", line " + std::to_string(instruction.line) + " `" + text + "`";
}

void Block::fill_special(Warp &warp, const Code::Special &special)
{
    const std::string &name = special.name;
    const u32 axis = name.back() - 'x';
    for (u32 lane = 0; lane < LANES; lane++) {
        const u32 thread = std::min(warp.thread(lane), threads() - 1);
        const u32 position[3] = {thread % launch.block[0], thread / launch.block[0] % launch.block[1],
                                 thread / launch.block[0] / launch.block[1]};
        const u32 bit = 1u << lane;
        u32 value = 0;
        if (name.rfind("%tid.", 0) == 0) {
            value = position[axis];
        } else if (name.rfind("%ntid.", 0) == 0) {
            value = launch.block[axis];
        } else if (name.rfind("%ctaid.", 0) == 0) {
            value = index[axis];
        } else if (name.rfind("%nctaid.", 0) == 0) {
            value = launch.grid[axis];
        } else if (name == "%laneid") {
            value = lane;
        } else if (name == "%warpid") {
            value = warp.number;
        } else if (name == "%nwarpid") {
            value = warps.size();
        } else if (name == "%lanemask_eq") {
            value = bit;
        } else if (name == "%lanemask_lt") {
            value = bit - 1;
        } else if (name == "%lanemask_le") {
            value = bit | (bit - 1);
        } else if (name == "%lanemask_gt") {
            value = ~(bit | (bit - 1));
        } else if (name == "%lanemask_ge") {
            value = ~(bit - 1);
        } else if (name == "%dynamic_smem_size") {
            value = launch.dynamic_shared;
        } else if (name == "%total_smem_size") {
            value = shared.size();
        }
        warp.row<u32>(special.at)[lane] = value;
    }
}

void Block::start_warp(Warp &warp)
{
    warp.live = warp.exists;
    warp.groups.assign(1, {0, warp.exists, false, false});
    for (const Code::Special &special : launch.code->specials) {
        fill_special(warp, special);
    }
}

// All threads have ended or wait. They have to wait at one instruction, and none may have ended: OpenCL wants that, and
// CUDA lets it pass only because of how devices count.
void Block::release()
{
    const auto &code = launch.code->instructions;
    const Warp *first = nullptr;
    u32 waits = 0;
    u32 place = 0;
    for (Warp &warp : warps) {
        for (const Group &group : warp.groups) {
            if (!first) {
                first = &warp;
                waits = __builtin_ctz(group.mask);
                place = group.place;
            } else if (group.place != place) {
                warp.fault(code[group.place], __builtin_ctz(group.mask), LAUNCH_FAILED,
                           "waits at this barrier, " + name_of(first->thread(waits)) + " at that of line " +
                               std::to_string(code[place].line) + ": a divergent barrier");
            }
        }
    }
    for (Warp &warp : warps) {
        if (warp.live != warp.exists) {
            first->fault(code[place], waits, LAUNCH_FAILED,
                         "waits at a barrier that " + name_of(warp.thread(__builtin_ctz(warp.exists & ~warp.live))) +
                             " ended without: a divergent barrier");
        }
    }
    const Instruction &barrier = code[place];
    u32 count = 0;
    if (barrier.run) { // barrier.red: first what all threads say, then the result
        for (Warp &warp : warps) {
            count += __builtin_popcount(warp.holds(barrier.rows[1]) & warp.live);
        }
    }
    for (Warp &warp : warps) {
        if (barrier.run) {
            warp.row<u32>(CARRY)[0] = count;
            barrier.run(warp, barrier, warp.live);
        }
        warp.synchronised++;
        warp.groups.assign(1, {place + 1, warp.live, false, false});
    }
    shadow.barrier();
}

void Block::run(u64 number)
{
    index[0] = number % launch.grid[0];
    index[1] = number / launch.grid[0] % launch.grid[1];
    index[2] = number / launch.grid[0] / launch.grid[1];
    left = environment("STANDIN_STEPS", 200'000'000);
    std::fill(shared.begin(), shared.end(), 0xff);
    shadow.next_block();
    for (Warp &warp : warps) {
        start_warp(warp);
    }
    for (bool any = true; any;) {
        any = false;
        for (Warp &warp : warps) {
            u64 turn = TURN;
            if (warp.can_go_on()) {
                warp.run(turn);
                left -= std::min(left, TURN - turn);
            }
            if (left == 0 && warp.can_go_on()) {
                const Group &group = warp.groups.front();
                warp.fault(launch.code->instructions[group.place], __builtin_ctz(group.mask), LAUNCH_TIMEOUT,
                           "still runs after as many instructions as STANDIN_STEPS allows: an infinite loop");
            }
            any |= warp.can_go_on();
        }
        if (!any && std::any_of(warps.begin(), warps.end(), [](const Warp &warp) { return warp.live != 0; })) {
            release();
            any = true;
        }
    }
}

namespace {
// Blocks in order, each by whoever is free. After a fault, only blocks before it still run: the first is reported,
// whoever runs what.
struct Run {
    const Launch &launch;
    const u64 blocks;
    std::atomic<u64> next{0};
    std::atomic<u64> instructions{0};
    std::mutex lock;
    u64 faulty;
    std::unique_ptr<Fault> fault;

    explicit Run(const Launch &launch)
        : launch(launch), blocks(u64(launch.grid[0]) * launch.grid[1] * launch.grid[2]), faulty(blocks)
    {
    }

    bool wanted(u64 number)
    {
        const std::lock_guard<std::mutex> hold(lock);
        return number < faulty;
    }

    void work()
    {
        Block block(launch);
        for (u64 number = next++; wanted(number); number = next++) {
            try {
                block.run(number);
            } catch (const Fault &found) {
                const std::lock_guard<std::mutex> hold(lock);
                if (number < faulty) {
                    faulty = number;
                    fault = std::make_unique<Fault>(found);
                }
                break;
            }
        }
        instructions += block.instructions;
    }
};
} // namespace

u64 run(const Launch &launch)
{
    Run all(launch);
    const u64 threads = launch.code->atomics ? 1 : std::min(all.blocks, environment("STANDIN_THREADS", 2));
    std::vector<std::thread> others;
    for (u64 i = 1; i < threads; i++) {
        others.emplace_back([&all] { all.work(); });
    }
    all.work();
    for (std::thread &other : others) {
        other.join();
    }
    if (all.fault) {
        throw *all.fault;
    }
    return all.instructions;
}
} // namespace standin
