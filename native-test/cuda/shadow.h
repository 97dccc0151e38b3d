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
    // Bytes between variables, which nobody may touch.
    void close(u32 from, u32 to);
    void next_block();
    void barrier();

    // Null, or what is wrong; `other` is then the thread it collides with.
    const char *read(u32 at, u32 bytes, Access by, u32 &other)
    {
        const char *wrong = nullptr;
        for (u32 cell = at >> shift; cell <= (at + bytes - 1) >> shift && !wrong; cell++) {
            Cell &here = cells[cell];
            // the common case first: written before the last barrier, read since
            const bool calm = here.write_time >= start && here.write_time != time && here.read_time == time &&
                              (here.reader == SEVERAL_WARPS || here.reader == by.thread) &&
                              here.read_synchronised == u16(by.synchronised);
            wrong = calm ? nullptr : read_cell(here, by, other);
        }
        return wrong;
    }
    const char *write(u32 at, u32 bytes, Access by, bool changes, u32 &other)
    {
        const char *wrong = nullptr;
        for (u32 cell = at >> shift; cell <= (at + bytes - 1) >> shift && !wrong; cell++) {
            wrong = write_cell(cells[cell], by, changes, other);
        }
        return wrong;
    }

  private:
    struct Cell {
        u32 write_time = 0;
        u32 read_time = 0;
        u16 writer = 0; // with STRONG
        u16 reader = 0; // or SEVERAL_WARPS, or SEVERAL_LANES with the number of a warp
        u16 write_synchronised = 0;
        u16 read_synchronised = 0;
    };
    static const u16 STRONG = 0x8000;
    static const u16 SEVERAL_WARPS = 0xffff;
    static const u16 SEVERAL_LANES = 0x8000;
    static const u16 CLOSED = 0xfffe;

    std::vector<Cell> cells;
    u32 shift = 2;
    u32 time = 0;  // counts barriers
    u32 start = 0; // of this block

    bool separate(u32 thread, u16 synchronised, const Access &by) const;
    const char *read_cell(Cell &cell, const Access &by, u32 &other);
    const char *write_cell(Cell &cell, const Access &by, bool changes, u32 &other);
};
} // namespace standin
