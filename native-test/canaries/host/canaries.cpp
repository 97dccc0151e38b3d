// Canaries for the host, as KernelScriptsTest writes it for kernels.
#include "items.h"

namespace program_0 {
#include "host.h"
#include "text/good.cl"
const Registration<decltype(good)> registration(0, good, true);
}

namespace program_1 {
#include "host.h"
#include "text/write_outside.cl"
const Registration<decltype(write_outside)> registration(1, write_outside, false);
}

#define VW 4
namespace program_2 {
#include "host.h"
#include "text/read_outside.cl"
const Registration<decltype(read_outside)> registration(2, read_outside, false);
}
#undef VW

#define VW 1
namespace program_3 {
#include "host.h"
#include "text/local_outside.cl"
const Registration<decltype(local_outside)> registration(3, local_outside, true);
}
#undef VW

namespace program_4 {
#include "host.h"
#include "text/race.cl"
const Registration<decltype(race)> registration(4, race, true);
}

namespace program_5 {
#include "host.h"
#include "text/uninitialized.cl"
const Registration<decltype(uninitialized)> registration(5, uninitialized, false);
}

namespace program_6 {
#include "host.h"
#include "text/divergence.cl"
const Registration<decltype(divergence)> registration(6, divergence, true);
}

namespace program_7 {
#include "host.h"
#include "text/overflow.cl"
const Registration<decltype(overflow)> registration(7, overflow, false);
}

namespace program_8 {
#include "host.h"
#include "text/inexact.cl"
const Registration<decltype(inexact)> registration(8, inexact, false);
}
