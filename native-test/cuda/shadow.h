// Who last wrote and read each cell of a block's shared memory. Two accesses of one cell race if different threads make
// them, one is a write, and neither a barrier nor, within a warp, a wait of its lanes lies between.
#pragma once

#include "core.h"

#include <vector>

namespace standin {
class SharedShadow {
public:
    struct Access {
        u32 thread;
        u32 synchronised; // of the thread's warp
        bool strong;
    };

    // Cells are of 1 or 4 bytes.
    void resize(u32 bytes, u32 cell);
    void next_block();
    void barrier();

    // Null, or what is wrong; `other` is then the thread it collides with.
    const char *read(u32 at, u32 bytes, Access by, u32 &other);
    const char *write(u32 at, u32 bytes, Access by, bool changes, u32 &other);

private:
    struct Cell {
        u32 write_time = 0;
        u32 read_time = 0;
        u16 writer = 0;
        u16 reader = 0;
        u16 write_synchronised = 0;
        u16 read_synchronised = 0;
        bool strong = false;
    };
    static const u16 SEVERAL_WARPS = 0xffff;
    static const u16 SEVERAL_LANES = 0x8000; // with the number of a warp

    std::vector<Cell> cells;
    u32 shift = 2;
    u32 time = 0;  // counts barriers
    u32 start = 0; // of this block

    bool separate(u32 thread, u16 synchronised, const Access &by) const;
    const char *read_cell(Cell &cell, const Access &by, u32 &other);
    const char *write_cell(Cell &cell, const Access &by, bool changes, u32 &other);
};
} // namespace standin
