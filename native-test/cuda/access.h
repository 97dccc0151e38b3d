// Loads, stores and atomic operations, each access checked.
#pragma once

#include "machine.h"

namespace standin {
// The rows of an instruction that accesses memory: up to four elements, the address in row 4 (0 for none).
const u32 ADDRESS = 4;
enum Choice { ADDRESS_WIDTH, REGISTER_WIDTH, SIGNED, READ_ONLY };

// Addresses of all lanes, and a checked way to the bytes behind them.
class Accesses {
  public:
    Accesses(Warp &warp, const Instruction &instruction, u32 mask);

    u32 bytes() const { return instruction.bytes * instruction.count; }
    // The bytes that a lane reads or writes; throws if it must not.
    u8 *of(u32 lane, bool writes, const u8 *content);
    // The allocation of global memory that all lanes access. Null if it has to be asked of each lane, be it only to say
    // what is wrong.
    Allocation *together(u32 mask, bool writes);
    u64 address(u32 lane) const { return addresses[lane]; }

  private:
    Warp &warp;
    const Instruction &instruction;
    u64 addresses[LANES];

    [[noreturn]] void fail(u32 lane, int error, bool writes, const std::string &where) const;
    u8 *global(u32 lane, u64 at, bool writes);
    u8 *shared(u32 lane, u64 at, bool writes, const u8 *content);
    u8 *own(u32 lane, u64 at, bool writes);
};

Handler loader(u32 bytes, bool is_signed, u32 register_width);
Handler storer(u32 bytes, u32 register_width);
// Null if there is none; `type` is that of PTX, as u32.
Handler atomic_operation(const std::string &operation, const std::string &type);
} // namespace standin
