package dev.lathe.backend.gpu.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code kernels/ptx/patterns.txt}, whose head says what it means. */
final class PtxPatterns {
    /** A kernel and its defines, written as in {@code variants.tsv}. */
    record Wanted(String kernel, String defines) {}

    private PtxPatterns() {}

    static Set<Wanted> read(Path file) throws IOException {
        Map<String, String> choices = new LinkedHashMap<>();
        Set<Wanted> all = new LinkedHashSet<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("$")) {
                int equals = line.indexOf(" = ");
                choices.put(line.substring(0, equals), replaced(line.substring(equals + 3), choices));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = (replaced(line, choices) + " ").split(" ", 2);
                expanded(parts[1])
                        .forEach(defines ->
                                all.add(new Wanted(parts[0], defines.strip().replaceAll(" +", " "))));
            }
        }
        return all;
    }

    private static String replaced(String line, Map<String, String> choices) {
        String text = line;
        for (Map.Entry<String, String> choice : choices.entrySet()) {
            text = text.replaceAll(Pattern.quote(choice.getKey()) + "\\b", Matcher.quoteReplacement(choice.getValue()));
        }
        return text;
    }

    /** From the innermost braces outwards: the last one that opens has none inside. */
    private static Set<String> expanded(String text) {
        int open = text.lastIndexOf('{');
        if (open < 0) {
            return Set.of(text);
        }
        int close = text.indexOf('}', open);
        Set<String> all = new LinkedHashSet<>();
        for (String alternative : text.substring(open + 1, close).split("\\|", -1)) {
            all.addAll(expanded(text.substring(0, open) + alternative + text.substring(close + 1)));
        }
        return all;
    }
}
