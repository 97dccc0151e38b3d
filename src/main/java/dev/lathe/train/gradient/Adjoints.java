package dev.lathe.train.gradient;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The gradients of values, as far as they are known: for each the summands that its users have given so far. */
final class Adjoints {
    private final Set<String> wanted;
    private final Map<String, List<String>> summands = new HashMap<>();

    /** @param wanted the values whose gradients lead to one that is asked for */
    Adjoints(Set<String> wanted) {
        this.wanted = wanted;
    }

    boolean wants(String value) {
        return wanted.contains(value);
    }

    boolean has(String value) {
        return summands.containsKey(value);
    }

    /** @param gradient of a shape that broadcasts to that of {@code value} */
    void add(String value, String gradient) {
        summands.computeIfAbsent(value, _ -> new ArrayList<>()).add(gradient);
    }

    /** The sum of all that was added for {@code value}, which is not nothing. */
    String sum(String value, Arithmetic f) {
        List<String> parts = summands.get(value);
        if (parts == null) {
            throw new IllegalArgumentException("nothing was added for " + value);
        }
        String sum = f.expand(parts.stream().reduce(f::plus).orElseThrow(), f.shape(value));
        summands.put(value, new ArrayList<>(List.of(sum)));
        return sum;
    }
}
