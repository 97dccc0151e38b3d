package dev.lathe.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ChildJava;
import dev.lathe.cli.Main;
import dev.lathe.onnx.OnnxWriter;
import dev.lathe.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README promises holds. */
class ReadmeTest {
    private static final Pattern COMMAND_ROW = Pattern.compile("(?m)^\\| `([a-z]+)` \\|");

    private final Page readme;

    ReadmeTest() throws IOException {
        readme = Page.read(Path.of("README.md"));
    }

    @Test
    void theProgramRunsAsTheReadmeRunsIt(@TempDir Path folder) throws Exception {
        List<String> programs = readme.blocks("java");
        assertThat(programs).as("```java blocks of the README").hasSize(1);
        Path source = Files.writeString(folder.resolve("Classify.java"), programs.getFirst());
        Path model = folder.resolve("lenet5.onnx");
        OnnxWriter.write(Zoo.graph("lenet5", 1), model);
        ChildJava.Ended java = ChildJava.run(folder, Map.of(), List.of(), source.toString(), model.toString());
        assertThat(java.status()).as(java.err()).isZero();
        assertThat(java.out()).matches("cpu: \\[(-?\\d+\\.\\d+(E-?\\d+)?, ){9}-?\\d+\\.\\d+(E-?\\d+)?]\\R");
    }

    @Test
    void theTableNamesExactlyTheCommandsThereAre() {
        List<String> named = COMMAND_ROW
                .matcher(readme.text())
                .results()
                .map(row -> row.group(1))
                .toList();
        assertThat(named).containsExactlyInAnyOrderElementsOf(Main.commands());
    }

    @Test
    void theArchitecturesAreAsManyAsItSays() {
        assertThat(readme.text()).contains("twelve architectures");
        assertThat(Zoo.names()).hasSize(12);
    }
}
