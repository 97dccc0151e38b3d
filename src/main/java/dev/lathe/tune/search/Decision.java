package dev.lathe.tune.search;

import dev.lathe.tune.Problem;
import dev.lathe.tune.TunedKernel;

/** One thing to be decided: the defines of a kernel for a problem. */
record Decision(TunedKernel kernel, Problem problem) {}
