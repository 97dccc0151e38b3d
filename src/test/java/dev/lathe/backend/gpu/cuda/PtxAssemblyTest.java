package dev.lathe.backend.gpu.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NVIDIA's compiler takes the modules as they are, and with numbers written into them. */
class PtxAssemblyTest {
    private static final Path FOLDER = Path.of("kernels", "ptx");
    private static final int SAMPLED = 60;

    @TempDir
    private static Path folder;

    private static PtxAssembler assembler;

    @BeforeAll
    static void load() throws IOException {
        boolean there = System.mapLibraryName("c").equals("libc.so")
                && System.getProperty("os.arch").equals("amd64");
        Skip.unless(there, "NVIDIA's compiler of PTX is for Linux on x86-64 only");
        assembler = new PtxAssembler(folder);
    }

    @Test
    void itTakesASample() throws IOException {
        List<Path> files = files();
        for (int i = 0; i < files.size(); i += SAMPLED) {
            assertTaken(files.get(i), "sm_75");
        }
    }

    @Tag("soak")
    @ParameterizedTest
    @ValueSource(strings = {"sm_70", "sm_75", "sm_80", "sm_90"})
    void itTakesAll(String architecture) throws IOException {
        for (Path file : files()) {
            assertTaken(file, architecture);
        }
    }

    @Test
    void itComplainsOfAnythingElse() {
        assertThat(assembler.complaint(".version 6.3\n.target sm_70\n.nonsense", "sm_75"))
                .contains("nonsense");
    }

    private static void assertTaken(Path file, String architecture) throws IOException {
        String text = Files.readString(file).replaceAll("(?m)^(\\.const .*f32 number_\\w+);$", "$1 = 0f3F800000;");
        assertThat(assembler.complaint(text, architecture)).as("%s", file).isEmpty();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".ptx"))
                    .sorted()
                    .toList();
        }
    }
}
