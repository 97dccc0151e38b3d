package dev.lathe.backend.gpu;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What can be seen in the text of a kernel, its includes put in. */
final class KernelSources {
    private static final Pattern REAL = Pattern.compile("\\breal\\b");
    private static final Pattern MACRO = Pattern.compile("(?m)^\\s*#\\s*define\\s+(\\w+)");

    private KernelSources() {}

    static boolean usesReals(String kernel) {
        return REAL.matcher(KernelText.of(kernel)).find();
    }

    static boolean usesBarriers(String kernel) {
        return KernelText.of(kernel).contains("BARRIER()");
    }

    /** Names that the text defines. */
    static List<String> macros(String kernel) {
        return MACRO.matcher(KernelText.of(kernel))
                .results()
                .map((MatchResult found) -> found.group(1))
                .distinct()
                .toList();
    }
}
