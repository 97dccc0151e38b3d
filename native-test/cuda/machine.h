// The machine: a warp executes one instruction for all of its threads at a time. A register is a row of 32 values, one
// for each thread (lane), in the warp's frame; predicates are rows of 32-bit truths; constants and special registers
// are rows that nobody writes. So an instruction is a loop over rows that compilers turn into vector code.
#pragma once

#include "memory.h"
#include "shadow.h"

#include <memory>
#include <vector>

namespace standin {
struct Warp;
struct Instruction;
struct Block;
const u32 LANES = 32;
const u32 CARRY = 0; // the row of carries, first in each frame

using Handler = void (*)(Warp &, const Instruction &, u32 mask);

enum class Step : u8 { LANES, BRANCH, SWITCH, EXIT, BARRIER, TOGETHER, TRAP };
enum class Space : u8 { GLOBAL, SHARED, LOCAL, PARAM, GENERIC };

struct Instruction {
    Handler run = nullptr;
    u32 rows[7] = {}; // offsets in the frame: destinations, then sources
    u32 guard = 0;    // row of the predicate; 0 for none
    u32 line = 0;
    i64 number = 0; // offset of an address, target of a branch, number of a table
    Step step = Step::LANES;
    bool guard_not = false;
    Space space = Space::GLOBAL;
    u8 count = 1;        // elements of a vector
    u8 bytes = 0;        // of one element
    bool strong = false; // volatile, relaxed, atomic: does not race with its like
    u8 choice[8] = {};   // what an operation has to know besides: types, modes
};

// A kernel ready to run.
struct Code {
    struct Row {
        u32 at;
        u32 width; // bytes of a lane
        u64 bits;
    };
    struct Special {
        u32 at;
        std::string name;
    };
    struct Parameter {
        u32 at;
        u32 size;
    };
    std::string name;
    std::shared_ptr<const std::vector<std::string>> lines;
    std::vector<Instruction> instructions;
    std::vector<std::vector<u32>> tables; // of switches
    std::vector<Row> constants;
    std::vector<Special> specials;
    std::vector<Parameter> parameters;
    u32 frame = 0;
    u32 parameter_bytes = 0;
    u32 shared = 0; // static bytes, with gaps between variables
    u32 declared_shared = 0;
    std::vector<std::pair<u32, u32>> gaps;
    u32 local = 0; // bytes of a thread
    u32 registers = 0;
    u32 required[3] = {};
    u32 most_threads = 0;
    bool atomics = false;      // order of blocks may show
    bool small_shared = false; // shared memory is accessed by less than 4 bytes
};

struct Launch {
    const Code *code;
    DeviceMemory *memory;
    u32 grid[3];
    u32 block[3];
    u32 dynamic_shared;
    std::vector<u8> parameters;
};

// Threads of a warp that are at one place.
struct Group {
    u32 place;
    u32 mask;
    bool at_barrier;
    bool waiting; // for other lanes, at an instruction that they execute together
};

struct Warp {
    Block *block = nullptr;
    u32 number = 0;
    u32 exists = 0;       // lanes that the block has
    u32 live = 0;         // of these, lanes that have not ended
    u32 synchronised = 0; // how often its lanes waited for each other
    std::vector<Group> groups;
    std::unique_ptr<u8[]> storage;
    u8 *frame = nullptr;

    template <class T> T *row(u32 at) const { return reinterpret_cast<T *>(frame + at); }
    u32 thread(u32 lane) const { return number * LANES + lane; }
    // Lanes for which a predicate holds.
    u32 holds(u32 row) const;
    // Executes until all of its threads have ended or wait at a barrier, or for as many instructions as
    // `most` says, from which it takes what it did.
    void run(u64 &most);
    bool can_go_on() const;
    [[noreturn]] void fault(const Instruction &instruction, u32 lane, int error, const std::string &what) const;

  private:
    u32 choose();
    void run_group(u32 chosen, u64 &left);
    bool diverge(const Instruction &instruction, u32 &place, u32 &mask, u32 chosen);
    bool gather(const Instruction &instruction, u32 place, u32 chosen, u32 &mask);
    void end(u32 mask);
};

// A worker's place for one block after the other.
struct Block {
    const Launch &launch;
    u64 instructions = 0; // of threads
    std::vector<Warp> warps;
    std::vector<u8> shared;
    std::vector<u8> local;
    SharedShadow shadow;
    std::vector<Allocation *> last; // that an instruction accessed

    explicit Block(const Launch &launch);
    void run(u64 number);
    std::string name_of(u32 thread) const;
    std::string text_of(const Instruction &instruction) const;
    u32 threads() const;

  private:
    u32 index[3] = {};
    u64 left = 0; // instructions of warps until it counts as an infinite loop

    void start_warp(Warp &warp);
    void fill_special(Warp &warp, const Code::Special &special);
    void release();
};

// Runs a launch to its end; throws the fault of the first block that has one. Returns how many instructions it took.
u64 run(const Launch &launch);

template <class D, class F> inline void each(Warp &warp, u32 row, u32 mask, F f)
{
    D *to = warp.row<D>(row);
    if (mask == warp.live) { // what ended threads get does not matter
#pragma GCC ivdep
        for (u32 lane = 0; lane < LANES; lane++) {
            to[lane] = f(lane);
        }
        return;
    }
    D values[LANES];
    for (u32 lane = 0; lane < LANES; lane++) {
        values[lane] = f(lane);
    }
    for (u32 lane = 0; lane < LANES; lane++) {
        to[lane] = mask >> lane & 1 ? values[lane] : to[lane];
    }
}

// The lanes of a mask, lowest first.
template <class F> inline void lanes_of(u32 mask, F f)
{
    for (; mask; mask &= mask - 1) {
        f(u32(__builtin_ctz(mask)));
    }
}
} // namespace standin
