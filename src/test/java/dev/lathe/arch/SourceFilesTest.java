package dev.lathe.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps source files short enough to be read at one sitting, and vectors alike. */
class SourceFilesTest {
    private static final List<Path> SOURCES = List.of(Path.of("src", "main", "java"), Path.of("src", "bench", "java"));
    private static final int MOST_LINES = 400;
    private static final int LONGEST_LINE = 120;

    /** A second one would spoil the JVM's profile of what they have in common, see docs/decisions/0026-stretches.md. */
    private static final Pattern OTHER_WIDTH = Pattern.compile("FloatVector\\.SPECIES_(?!PREFERRED\\b)");

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path sources : SOURCES) {
            try (var paths = Files.walk(sources)) {
                files.addAll(
                        paths.filter(path -> path.toString().endsWith(".java")).toList());
            }
        }
        assertThat(files).as("files under %s", SOURCES).isNotEmpty();
        return files;
    }

    @Test
    void vectorsOfFloatsHaveOneWidth() throws IOException {
        for (Path file : files()) {
            assertThat(Files.readString(file)).as("%s", file).doesNotContainPattern(OTHER_WIDTH);
        }
    }

    @Test
    void filesAndLinesAreShort() throws IOException {
        List<String> faults = new ArrayList<>();
        for (Path file : files()) {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() > MOST_LINES) {
                faults.add("%s has %d lines, at most %d".formatted(file, lines.size(), MOST_LINES));
            }
            for (int i = 0; i < lines.size(); i++) {
                int length = lines.get(i).length();
                if (length > LONGEST_LINE) {
                    faults.add("%s:%d has %d characters, at most %d".formatted(file, i + 1, length, LONGEST_LINE));
                }
            }
        }
        assertThat(faults).isEmpty();
    }
}
