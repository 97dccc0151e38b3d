package dev.lathe.tune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows of one kernel: values of its defines by scope and problem. As text it has a comment, a header with the names
 * of the columns and a line for each row, sorted, columns separated by tabs. Immutable.
 */
public record TuningTable(TunedKernel kernel, SortedMap<Key, Map<String, Integer>> rows) {
    /** Stands for every problem that has no row of its own. */
    public static final String ANY = "*";

    private static final String TAB = "\t";
    private static final String COMMENT = "#";
    private static final int KEYS = 2;

    /**
     * What a row is for.
     *
     * @param problem {@link Problem#toString}, or {@link #ANY}
     */
    public record Key(String scope, String problem) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byScope = scope.compareTo(other.scope);
            return byScope != 0 ? byScope : problem.compareTo(other.problem);
        }
    }

    public TuningTable {
        rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
    }

    public static TuningTable empty(TunedKernel kernel) {
        return new TuningTable(kernel, new TreeMap<>());
    }

    /**
     * Reads {@code text}. What cannot be understood is left out.
     *
     * @param name how complaints call the text
     * @param complaints told a sentence for each line that is left out
     */
    static TuningTable parse(TunedKernel kernel, String text, String name, Consumer<String> complaints) {
        TreeMap<Key, Map<String, Integer>> rows = new TreeMap<>();
        List<String> header = columns(kernel);
        boolean headed = false;
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            if (line.isBlank() || line.startsWith(COMMENT)) {
                continue;
            }
            List<String> cells = Arrays.asList(line.split(TAB, -1));
            if (!headed) {
                headed = cells.equals(header);
                if (!headed) {
                    complaints.accept(name + ":" + number + ": not the header " + header + "; the file is ignored");
                    return empty(kernel);
                }
                continue;
            }
            String complaint = add(cells, header, rows);
            if (!complaint.isEmpty()) {
                complaints.accept(name + ":" + number + ": " + complaint + "; the line is ignored");
            }
        }
        if (!headed) {
            complaints.accept(name + ": has no header " + header + "; the file is ignored");
        }
        return new TuningTable(kernel, rows);
    }

    private static List<String> columns(TunedKernel kernel) {
        return Stream.concat(Stream.of("scope", "problem"), kernel.defines().stream())
                .toList();
    }

    /** Adds the row {@code cells}, or tells what is wrong with it. */
    private static String add(List<String> cells, List<String> header, Map<Key, Map<String, Integer>> rows) {
        if (cells.size() != header.size()) {
            return cells.size() + " columns, wanted " + header.size();
        }
        Key key = new Key(cells.get(0), cells.get(1));
        if (!Scopes.isScope(key.scope)) {
            return "'" + key.scope + "' is no scope";
        }
        if (!key.problem.equals(ANY) && Problem.parse(key.problem).isEmpty()) {
            return "'" + key.problem + "' is no problem";
        }
        Map<String, Integer> defines = new TreeMap<>();
        for (int i = KEYS; i < cells.size(); i++) {
            if (!cells.get(i).matches("\\d{1,9}")) {
                return header.get(i) + " is '" + cells.get(i) + "', wanted a number";
            }
            defines.put(header.get(i), Integer.valueOf(cells.get(i)));
        }
        return rows.putIfAbsent(key, Collections.unmodifiableMap(defines)) == null
                ? ""
                : "a second row of this scope and problem";
    }

    /** Rows of both; where both have one, that of {@code other}. */
    TuningTable overlaid(TuningTable other) {
        TreeMap<Key, Map<String, Integer>> all = new TreeMap<>(rows);
        all.putAll(other.rows);
        return new TuningTable(kernel, all);
    }

    /** The rows that are not {@code outdated}, and {@code fresh} ones. */
    TuningTable replaced(Predicate<Key> outdated, Map<Key, Map<String, Integer>> fresh) {
        TreeMap<Key, Map<String, Integer>> all = new TreeMap<>(rows);
        all.keySet().removeIf(outdated);
        all.putAll(fresh);
        return new TuningTable(kernel, all);
    }

    /**
     * The form that is read again.
     *
     * @param comment one line
     */
    String text(String comment) {
        List<String> lines = new ArrayList<>();
        lines.add(COMMENT + " " + comment);
        lines.add(String.join(TAB, columns(kernel)));
        rows.forEach((key, defines) -> lines.add(key.scope
                + TAB
                + key.problem
                + TAB
                + kernel.defines().stream()
                        .map(name -> String.valueOf(defines.get(name)))
                        .collect(Collectors.joining(TAB))));
        return String.join("\n", lines) + "\n";
    }
}
