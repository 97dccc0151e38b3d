package dev.lathe.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keeps source files short enough to be read at one sitting. */
class SourceFilesTest {
    private static final List<Path> SOURCES = List.of(Path.of("src", "main", "java"), Path.of("src", "bench", "java"));
    private static final int MOST_LINES = 400;
    private static final int LONGEST_LINE = 120;

    @Test
    void filesAndLinesAreShort() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path sources : SOURCES) {
            try (var paths = Files.walk(sources)) {
                files.addAll(
                        paths.filter(path -> path.toString().endsWith(".java")).toList());
            }
        }
        assertThat(files).as("files under %s", SOURCES).isNotEmpty();

        List<String> faults = new ArrayList<>();
        for (Path file : files) {
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
