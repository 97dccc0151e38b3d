package dev.lathe.backend.gpu.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Skip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What lies in {@code kernels/ptx} was made from the kernels as they are. */
class PtxModulesTest {
    private static final Path FOLDER = Path.of("kernels", "ptx");
    private static final String HEAD = "file\tkernel\tdefines\tsource";
    private static final String REWRITE = "rewrite it with: mvn test -Dtest=PtxModulesTest -Dlathe.rewrite=true";

    /** Of so many modules one is compiled again in an ordinary run. */
    private static final int SAMPLED = 70;

    private record Row(String file, PtxVariant variant, String line) {
        static Row of(PtxPatterns.Wanted wanted) {
            PtxVariant variant = PtxVariant.of(wanted.kernel(), wanted.defines());
            String name = Integer.toHexString((wanted.kernel() + " " + wanted.defines()).hashCode());
            String file = variant.entry() + "-" + "0".repeat(8 - name.length()) + name + ".ptx";
            String line = String.join("\t", file, wanted.kernel(), wanted.defines(), PtxCompiler.hash(variant));
            return new Row(file, variant, line);
        }
    }

    private static List<Row> rows() throws IOException {
        return PtxPatterns.read(FOLDER.resolve("patterns.txt")).stream()
                .map(Row::of)
                .toList();
    }

    @Test
    void theListAndTheFilesAreCurrent() throws IOException {
        List<Row> rows = rows();
        if (Boolean.getBoolean("lathe.rewrite")) {
            rewrite(rows);
        }
        Path list = FOLDER.resolve(PtxVariants.LIST);
        assertThat(Files.readAllLines(list))
                .as(REWRITE)
                .startsWith(HEAD)
                .endsWith(rows.stream().map(Row::line).toArray(String[]::new))
                .hasSize(rows.size() + 1);
        try (var files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".ptx")))
                    .as(REWRITE)
                    .containsExactlyInAnyOrderElementsOf(
                            rows.stream().map(Row::file).toList());
        }
    }

    /** Compiles those whose text or defines have changed, and drops those that nobody wants any more. */
    private static void rewrite(List<Row> rows) throws IOException {
        Path list = FOLDER.resolve(PtxVariants.LIST);
        List<String> known = Files.exists(list) ? Files.readAllLines(list) : List.of();
        rows.parallelStream()
                .filter(row -> !known.contains(row.line) || !Files.exists(FOLDER.resolve(row.file)))
                .forEach(PtxModulesTest::write);
        List<String> wanted = rows.stream().map(Row::file).toList();
        try (var files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".ptx") && !wanted.contains(name)) {
                    Files.delete(file);
                }
            }
        }
        Files.writeString(
                list,
                HEAD + "\n" + String.join("\n", rows.stream().map(Row::line).toList()) + "\n");
    }

    private static void write(Row row) {
        try {
            Files.writeString(FOLDER.resolve(row.file), PtxCompiler.compiled(row.variant));
        } catch (IOException e) {
            throw new UncheckedIOException(row.file + " cannot be written", e);
        }
    }

    @Test
    void someAreWhatTheCompilerMakes() throws IOException {
        List<Row> rows = rows();
        areCompiledAnew(IntStream.iterate(0, i -> i < rows.size(), i -> i + SAMPLED)
                .mapToObj(rows::get)
                .toList());
    }

    @Test
    @Tag("soak")
    void allAreWhatTheCompilerMakes() throws IOException {
        areCompiledAnew(rows());
    }

    private static void areCompiledAnew(List<Row> rows) {
        Skip.unless(PtxCompiler.isThere(), "there is no nvcc");
        rows.parallelStream().forEach(row -> assertThat(FOLDER.resolve(row.file))
                .as("%s with %s", row.file, row.line)
                .hasContent(PtxCompiler.compiled(row.variant)));
    }
}
