package dev.lathe.tune;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was measured on one device and on those like it. Asked for a problem, it looks from the device itself to its
 * architecture, its vendor and type, and the rows for all devices; at each of them a row of this very problem comes
 * before one of all problems. Immutable; safe to use from many threads.
 */
public final class TuningDatabase implements Tuning {
    private static final Logger LOG = LoggerFactory.getLogger(TuningDatabase.class);
    private static final String FOLDER = "tuned";

    private final List<String> scopes;
    private final Map<TunedKernel, TuningTable> tables = new EnumMap<>(TunedKernel.class);

    /** @param tables one per kernel; a kernel without one has no rows */
    public TuningDatabase(Scopes scopes, List<TuningTable> tables) {
        this.scopes = scopes.all();
        tables.forEach(table -> this.tables.put(table.kernel(), table));
    }

    /** The rows that Lathe brings, for the device of {@code scopes}. */
    public static TuningDatabase shipped(Scopes scopes) {
        return of(scopes, kernel -> TuningFiles.shipped(kernel, LOG::error));
    }

    /**
     * The rows that Lathe brings, under those of the user. A row that cannot be understood is logged and ignored.
     *
     * @param cache the user's cache folder; null: there is none
     */
    public static TuningDatabase of(Scopes scopes, @Nullable Path cache) {
        return cache == null
                ? shipped(scopes)
                : of(scopes, kernel -> TuningFiles.shipped(kernel, LOG::error)
                        .overlaid(TuningFiles.user(folder(cache), kernel, LOG::warn)));
    }

    private static TuningDatabase of(Scopes scopes, Function<TunedKernel, TuningTable> tables) {
        return new TuningDatabase(
                scopes, Arrays.stream(TunedKernel.values()).map(tables).toList());
    }

    /** The folder of the user's tables. */
    public static Path folder(Path cache) {
        return cache.resolve(FOLDER);
    }

    @Override
    public Optional<Map<String, Integer>> defines(String kernel, Problem problem) {
        TuningTable table = TunedKernel.of(kernel).map(tables::get).orElse(null);
        if (table == null || table.rows().isEmpty()) {
            return Optional.empty();
        }
        String exact = problem.toString();
        return scopes.stream()
                .flatMap(
                        scope -> List.of(exact, TuningTable.ANY).stream().map(each -> new TuningTable.Key(scope, each)))
                .map(table.rows()::get)
                .filter(defines -> defines != null)
                .findFirst();
    }
}
