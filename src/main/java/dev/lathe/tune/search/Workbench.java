package dev.lathe.tune.search;

import dev.lathe.backend.Executable;
import dev.lathe.graph.Graph;
import dev.lathe.tune.TunedKernel;
import dev.lathe.tune.Tuning;
import java.util.List;
import java.util.Map;

/** A device on which candidates are tried, by one thread. */
interface Workbench {
    /** Values of the defines of {@code kernel} that are worth trying. */
    List<Map<String, Integer>> candidates(TunedKernel kernel);

    /**
     * Asks {@code tuning} all that compiling would, without a device.
     *
     * @return what the device would do, the same for tunings that make no difference
     */
    List<String> lower(Graph graph, Tuning tuning);

    /** {@code graph} with {@code tuning}; the caller closes it. */
    Executable compile(Graph graph, Tuning tuning);
}
