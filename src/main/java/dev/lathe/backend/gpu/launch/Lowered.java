package dev.lathe.backend.gpu.launch;

import java.util.List;

/** What a device has to do for one node, or why it cannot. */
public sealed interface Lowered {
    /**
     * @param scratch bytes of each scratch buffer, which live no longer than the node runs
     * @param launches in the order in which they run
     */
    record Launches(List<Long> scratch, List<Launch> launches) implements Lowered {
        public Launches {
            scratch = List.copyOf(scratch);
            launches = List.copyOf(launches);
        }
    }

    /** @param reason a sentence without the node's name */
    record Refused(String reason) implements Lowered {}

    static Lowered of(Launch... launches) {
        return new Launches(List.of(), List.of(launches));
    }
}
