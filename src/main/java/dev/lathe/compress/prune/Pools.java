package dev.lathe.compress.prune;

import dev.lathe.op.GlobalPool;
import dev.lathe.op.Padding;
import dev.lathe.op.Pool;
import dev.lathe.op.Window;
import java.util.List;
import java.util.stream.Stream;

/** What pools make of an input that is the same number everywhere. */
final class Pools {
    private Pools() {}

    /** Whether {@code pool} gives {@code value} everywhere if its input is {@code value} everywhere. */
    static boolean pass(Pool pool, double value) {
        Window window = pool.window();
        return switch (pool.kind()) {
            case MAX -> everyWindowMeetsInput(window);
            case AVERAGE -> value == 0 || isUnpadded(window) || !pool.countPadding() && everyWindowMeetsInput(window);
            case LP -> value == 0;
        };
    }

    /** As above. */
    static boolean pass(GlobalPool pool, double value) {
        return switch (pool.kind()) {
            case MAX, AVERAGE -> true;
            case LP -> value == 0;
        };
    }

    private static boolean isUnpadded(Window window) {
        return switch (window.padding()) {
            case Padding.Valid _ -> true;
            case Padding.Explicit pads -> widest(pads) == 0;
            case Padding.SameUpper _, Padding.SameLower _ -> false;
        };
    }

    /** A window without gaps that is wider than the padding cannot lie in the padding alone. */
    private static boolean everyWindowMeetsInput(Window window) {
        boolean hasGaps = window.dilations().stream().anyMatch(dilation -> dilation > 1);
        return switch (window.padding()) {
            case Padding.Valid _ -> true;
            case Padding.Explicit pads -> widest(pads) == 0 || !hasGaps && widest(pads) < narrowest(window.kernel());
            case Padding.SameUpper _, Padding.SameLower _ -> !hasGaps;
        };
    }

    private static int widest(Padding.Explicit pads) {
        return Stream.concat(pads.begin().stream(), pads.end().stream())
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }

    private static int narrowest(List<Integer> kernel) {
        return kernel.stream().mapToInt(Integer::intValue).min().orElse(0);
    }
}
