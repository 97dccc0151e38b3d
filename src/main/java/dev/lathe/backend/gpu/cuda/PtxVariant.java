package dev.lathe.backend.gpu.cuda;

import dev.lathe.backend.gpu.launch.Launch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A kernel that was compiled to PTX, and the launches that it is for.
 *
 * @param kernel as in {@link Launch#kernel}
 */
record PtxVariant(String kernel, List<Rule> rules) {
    private static final String ANY = "*";
    private static final String AT_MOST = "<=";

    /** What a launch has to say of one define. */
    sealed interface Rule {
        String name();

        /** Exactly this. */
        record Is(String name, String value) implements Rule {}

        /** Any number: it is written into the module. */
        record Number(String name) implements Rule {}

        /** A whole number that is not greater; 0 where a launch does not have the define. */
        record AtMost(String name, int bound) implements Rule {}
    }

    PtxVariant {
        rules = List.copyOf(rules);
    }

    /** @param defines as {@code kernels/ptx/variants.tsv} has them: {@code T=float STEP_0=* AXES<=2} */
    static PtxVariant of(String kernel, String defines) {
        List<Rule> rules = new ArrayList<>();
        for (String define : defines.isEmpty() ? new String[0] : defines.split(" ")) {
            int bound = define.indexOf(AT_MOST);
            int value = define.indexOf('=');
            if (bound > 0) {
                rules.add(new Rule.AtMost(
                        define.substring(0, bound), Integer.parseInt(define.substring(bound + AT_MOST.length()))));
            } else if (define.substring(value + 1).equals(ANY)) {
                rules.add(new Rule.Number(define.substring(0, value)));
            } else {
                rules.add(new Rule.Is(define.substring(0, value), define.substring(value + 1)));
            }
        }
        return new PtxVariant(kernel, rules);
    }

    /** Name of the function in the module. */
    String entry() {
        return kernel.substring(kernel.lastIndexOf('/') + 1);
    }

    /** The numbers that this module needs to run {@code launch}; empty if it is not for that. */
    Optional<Map<String, String>> numbers(Launch launch) {
        Map<String, String> numbers = new TreeMap<>();
        Map<String, String> left = new TreeMap<>(launch.defines());
        for (Rule rule : rules) {
            String value = left.remove(rule.name());
            boolean holds =
                    switch (rule) {
                        case Rule.Is(String _, String wanted) -> wanted.equals(value);
                        case Rule.Number _ -> value != null;
                        case Rule.AtMost(String _, int bound) -> value == null || Integer.parseInt(value) <= bound;
                    };
            if (!holds) {
                return Optional.empty();
            }
            if (rule instanceof Rule.Number(String name)) {
                numbers.put(name, value);
            }
        }
        return left.isEmpty() && launch.kernel().equals(kernel) ? Optional.of(numbers) : Optional.empty();
    }

    /** Whether it was compiled with all of {@code defines}. */
    boolean fixes(Map<String, Integer> defines) {
        return defines.entrySet().stream()
                .allMatch(define -> rules.contains(
                        new Rule.Is(define.getKey(), define.getValue().toString())));
    }

    /** How much it does in vain: of two that are for the same launch the one with the lesser slack is better. */
    int slack() {
        return rules.stream()
                .mapToInt(rule -> rule instanceof Rule.AtMost(String _, int bound) ? bound : 0)
                .sum();
    }
}
