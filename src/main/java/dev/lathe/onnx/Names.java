package dev.lathe.onnx;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The names taken so far, and new ones that are not among them. */
final class Names {
    private final Set<String> taken;
    private final Map<String, Integer> next = new HashMap<>();

    Names(Collection<String> taken) {
        this.taken = new HashSet<>(taken);
    }

    /** {@code wanted} if it is free, otherwise {@code wanted_2} or the like; taken from now on. */
    String fresh(String wanted) {
        String name = wanted;
        while (!taken.add(name)) {
            // Counting on from the last answer keeps a file of equal names from costing quadratic time.
            name = wanted + "_" + (next.merge(wanted, 1, Integer::sum) + 1);
        }
        return name;
    }
}
