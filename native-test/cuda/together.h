// What the lanes of a warp do together.
#pragma once

#include "machine.h"

#include <map>

namespace standin {
struct Together {
    Handler run;
    std::string form; // a letter for each operand, as in operations.h; `|p` is the second of `d|p`; members come last
};

const std::map<std::string, Together> &together();
// What barrier.red does: popc.u32, and.pred, or.pred; null if it is none.
Handler barrier_reduction(const std::string &operation);
} // namespace standin
