package dev.lathe.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.error.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TuningDatabaseTest {
    private static final Scopes SCOPES = new Scopes("card", "sm_90", "maker", "gpu");
    private static final Problem PROBLEM =
            Problem.parse("n1 g1 c8 k8 1x1x1 s1x1x1 d1x1x1 o1x1x1").orElseThrow();
    private static final String HEADER = "scope\tproblem\tTILE_OUT\n";
    private static final int WRITERS = 4;
    private static final int ROWS = 25;

    @TempDir
    private Path cache;

    private static Map<String, Integer> out(int value) {
        return Map.of("TILE_OUT", value);
    }

    private static TuningTable.Key key(String scope, String problem) {
        return new TuningTable.Key(scope, problem);
    }

    @Test
    void looksFromNarrowToWideAndTakesTheVeryProblemFirst() {
        List<TuningTable.Key> order = new ArrayList<>();
        for (String scope : List.of("device:card", "architecture:sm_90", "vendor:maker/gpu", "default")) {
            order.add(key(scope, PROBLEM.toString()));
            order.add(key(scope, "*"));
        }
        SortedMap<TuningTable.Key, Map<String, Integer>> rows = new TreeMap<>();
        rows.put(key("device:other", PROBLEM.toString()), out(99));
        for (int i = order.size() - 1; i >= 0; i--) {
            // each row is found although all behind it are there
            rows.put(order.get(i), out(i));
            TuningTable table = new TuningTable(TunedKernel.WINOGRAD, rows);
            assertThat(new TuningDatabase(SCOPES, List.of(table)).defines("winograd", PROBLEM))
                    .as(order.get(i).toString())
                    .contains(out(i));
        }
    }

    @Test
    void knowsNothingOfOtherKernelsAndDevices() {
        TuningTable table =
                new TuningTable(TunedKernel.WINOGRAD, new TreeMap<>(Map.of(key("architecture:sm_80", "*"), out(2))));
        TuningDatabase database = new TuningDatabase(SCOPES, List.of(table));
        assertThat(database.defines("winograd", PROBLEM)).isEmpty();
        assertThat(database.defines("conv_strips", PROBLEM)).isEmpty();
        assertThat(database.defines("gemv", PROBLEM)).isEmpty();
    }

    @Test
    void rowsOfTheUserHideShippedOnesOfTheSameScopeOnly() {
        TuningTable shipped = new TuningTable(
                TunedKernel.WINOGRAD,
                new TreeMap<>(Map.of(key("device:card", "*"), out(2), key("default", "*"), out(0))));
        TuningTable user = new TuningTable(TunedKernel.WINOGRAD, new TreeMap<>(Map.of(key("default", "*"), out(4))));
        TuningTable both = shipped.overlaid(user);
        assertThat(new TuningDatabase(SCOPES, List.of(both)).defines("winograd", PROBLEM))
                .contains(out(2));
        Scopes elsewhere = new Scopes("none", "none", "none", "cpu");
        assertThat(new TuningDatabase(elsewhere, List.of(both)).defines("winograd", PROBLEM))
                .contains(out(4));
    }

    @Test
    void readsTheUsersFile() throws IOException {
        Path folder = Files.createDirectories(TuningDatabase.folder(cache));
        Files.writeString(
                TuningFiles.file(folder, TunedKernel.WINOGRAD),
                HEADER + "device:card\tdamaged\t2\ndevice:card\t" + PROBLEM + "\t4\n");
        Files.writeString(TuningFiles.file(folder, TunedKernel.CONV_TILED), "nonsense");
        Files.write(TuningFiles.file(folder, TunedKernel.CONV_STRIPS), new byte[] {(byte) 0xff, 0, (byte) 0xc0});
        TuningDatabase database = TuningDatabase.of(SCOPES, cache);
        assertThat(database.defines("winograd", PROBLEM)).contains(out(4));
        TuningDatabase shipped = TuningDatabase.of(SCOPES, null);
        for (String other : List.of("conv_tiled", "conv_strips")) {
            assertThat(database.defines(other, PROBLEM)).isEqualTo(shipped.defines(other, PROBLEM));
        }
    }

    @Test
    void saysWhichFileCannotBeRead() throws IOException {
        Path file = TuningFiles.file(cache, TunedKernel.WINOGRAD);
        Files.write(file, new byte[] {(byte) 0xff, 0, (byte) 0xc0});
        List<String> complaints = new ArrayList<>();
        assertThat(TuningFiles.user(cache, TunedKernel.WINOGRAD, complaints::add)
                        .rows())
                .isEmpty();
        assertThat(complaints).containsExactly(file + ": is ignored: it is not text in UTF-8");
        Files.delete(file);
        Files.createDirectory(file);
        complaints.clear();
        assertThat(TuningFiles.user(cache, TunedKernel.WINOGRAD, complaints::add)
                        .rows())
                .isEmpty();
        assertThat(complaints).hasSize(1).allMatch(sentence -> sentence.startsWith(file + ": is ignored"));
    }

    @Test
    void anUpdateLeavesOtherRows() {
        TuningTable.Key mine = key("device:card", "*");
        update(mine, Map.of(mine, out(2)));
        TuningTable.Key other = key("device:other", "*");
        update(other, Map.of(other, out(4)));
        update(mine, Map.of());
        assertThat(read().rows()).containsOnlyKeys(other);
    }

    @Test
    void aFolderThatCannotBeMadeIsAnError() throws IOException {
        Path file = Files.createFile(cache.resolve("file"));
        TuningTable.Key key = key("default", "*");
        assertThatThrownBy(() -> TuningFiles.update(
                        file.resolve("tuned"), TunedKernel.WINOGRAD, key::equals, Map.of(key, out(2)), _ -> {}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("winograd.tsv");
    }

    /** Whoever comes last wins, but whoever reads finds a whole file. */
    @Test
    void writersAtOnceNeverLeaveHalfAFile() throws Exception {
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String device = "device:" + i;
            writers.add(() -> {
                for (int row = 1; row <= ROWS; row++) {
                    TuningTable.Key key = key(device, "n" + row + " g1 c8 k8 1x1x1 s1x1x1 d1x1x1 o1x1x1");
                    update(key, Map.of(key, out(2)));
                    assertThat(read().rows()).isNotEmpty();
                }
                return true;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            for (Future<Boolean> writer : threads.invokeAll(writers)) {
                assertThat(writer.get()).isTrue();
            }
        }
        try (var files = Files.list(cache)) {
            assertThat(files).containsExactly(TuningFiles.file(cache, TunedKernel.WINOGRAD));
        }
    }

    private void update(TuningTable.Key outdated, Map<TuningTable.Key, Map<String, Integer>> fresh) {
        TuningFiles.update(cache, TunedKernel.WINOGRAD, outdated::equals, fresh, TuningDatabaseTest::fail);
    }

    private TuningTable read() {
        return TuningFiles.user(cache, TunedKernel.WINOGRAD, TuningDatabaseTest::fail);
    }

    private static void fail(String complaint) {
        throw new AssertionError(complaint);
    }

    @ParameterizedTest
    @EnumSource
    void shippedTablesAreWholeAndSorted(TunedKernel kernel) throws IOException {
        TuningTable table = TuningFiles.shipped(kernel, TuningDatabaseTest::fail);
        String text = Files.readString(Path.of("kernels", "tuned", kernel.entry() + ".tsv"));
        assertThat(text).startsWith("# ");
        String comment = text.lines().findFirst().orElseThrow().substring(2);
        assertThat(table.text(comment)).isEqualTo(text);
    }
}
