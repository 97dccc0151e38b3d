#include "shadow.h"

namespace standin {
void SharedShadow::resize(u32 bytes, u32 cell)
{
    shift = cell == 1 ? 0 : 2;
    cells.assign((bytes + cell - 1) / cell, {});
    time = 0;
}

void SharedShadow::close(u32 from, u32 to)
{
    for (u32 cell = from >> shift; cell < to >> shift; cell++) {
        cells[cell].reader = CLOSED; // and never written
    }
}

void SharedShadow::next_block()
{
    start = ++time; // a launch has fewer barriers than 2^32: each takes the time of hundreds of instructions
}

void SharedShadow::barrier() { time++; }

// Another warp, or a lane that this one did not wait for since.
bool SharedShadow::separate(u32 thread, u16 synchronised, const Access &by) const
{
    return thread != by.thread && (thread / 32 != by.thread / 32 || synchronised == u16(by.synchronised));
}

const char *SharedShadow::read_cell(Cell &cell, const Access &by, u32 &other)
{
    if (cell.write_time < start) {
        return cell.reader == CLOSED && cell.read_time == 0 ? "reads shared memory outside of any variable"
                                                            : "reads shared memory that no thread of the block wrote";
    }
    if (cell.write_time == time && !((cell.writer & STRONG) && by.strong) &&
        separate(cell.writer & ~STRONG, cell.write_synchronised, by)) {
        other = cell.writer & ~STRONG;
        return "reads shared memory, with no barrier between, that was written by";
    }
    if (by.strong) {
        return nullptr;
    }
    if (cell.read_time != time) {
        cell.reader = by.thread;
    } else if (cell.reader != by.thread && cell.reader != SEVERAL_WARPS) {
        const bool same_warp =
            (cell.reader & SEVERAL_LANES ? cell.reader & 0xff : cell.reader / 32) == int(by.thread / 32);
        cell.reader = !same_warp                                       ? SEVERAL_WARPS
                      : cell.read_synchronised == u16(by.synchronised) ? SEVERAL_LANES | by.thread / 32
                                                                       : by.thread;
    }
    cell.read_time = time;
    cell.read_synchronised = by.synchronised;
    return nullptr;
}

const char *SharedShadow::write_cell(Cell &cell, const Access &by, bool changes, u32 &other)
{
    const char *wrong = nullptr;
    if (cell.reader == CLOSED && cell.read_time == 0) {
        return "writes shared memory outside of any variable";
    }
    if (cell.write_time == time && changes && !((cell.writer & STRONG) && by.strong) &&
        separate(cell.writer & ~STRONG, cell.write_synchronised, by)) {
        other = cell.writer & ~STRONG;
        wrong = "writes shared memory, with no barrier between, that was written by";
    }
    if (cell.read_time == time && !wrong) {
        const u32 warp = by.thread / 32;
        const bool several = cell.reader == SEVERAL_WARPS;
        const bool lanes = !several && (cell.reader & SEVERAL_LANES);
        const u32 reader = several ? (warp ? 0 : 32)
                           : lanes ? (cell.reader & 0xff) * 32 + (by.thread % 32 == 0)
                                   : cell.reader;
        if (several || separate(reader, cell.read_synchronised, by)) {
            other = several || lanes ? ~0u : reader;
            wrong = "writes shared memory, with no barrier between, that was read by";
        }
    }
    cell.write_time = time;
    cell.writer = by.thread | (by.strong ? STRONG : 0);
    cell.write_synchronised = by.synchronised;
    return wrong;
}

} // namespace standin
