package dev.lathe.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Numbers as people read them, the same in every locale. */
public final class Numbers {
    private Numbers() {}

    /** About three digits: {@code 0.0123}, {@code 1.23}, {@code 12.3}, {@code 123}, {@code 1,234}. */
    public static String digits(double value) {
        double size = Math.abs(value);
        int decimals = size == 0 || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** {@code 1,234,567}; a dash for null. */
    public static String whole(@Nullable Long value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 91.50%}. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f%%", 100 * share);
    }

    /** {@code 1x3x224x224}, a question mark for a free extent; a dash for null. */
    public static String shape(@Nullable List<Integer> extents) {
        return extents == null
                ? "-"
                : extents.stream().map(e -> e < 0 ? "?" : e.toString()).collect(Collectors.joining("x"));
    }
}
