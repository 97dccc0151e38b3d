package dev.lathe.backend.gpu.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Skip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** NVIDIA's compiler takes the modules with numbers written into them, and neither spills nor needs a stack. */
class PtxAssemblyTest {
    private static final Path FOLDER = Path.of("kernels", "ptx");
    private static final List<String> ARCHITECTURES = List.of("sm_70", "sm_75", "sm_80", "sm_90");

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

    /** Each for one architecture in an ordinary run, where all of them would take minutes. */
    @Test
    void itTakesEachAndNeedsNoStack() throws IOException {
        List<Path> files = files();
        IntStream.range(0, files.size())
                .parallel()
                .forEach(i -> assertTaken(files.get(i), ARCHITECTURES.get(i % ARCHITECTURES.size())));
    }

    static List<String> architectures() {
        return ARCHITECTURES;
    }

    @Tag("soak")
    @ParameterizedTest
    @MethodSource("architectures")
    void itTakesAllForEveryArchitecture(String architecture) throws IOException {
        files().parallelStream().forEach(file -> assertTaken(file, architecture));
    }

    @Test
    void itComplainsOfAnythingElse() {
        PtxAssembler.Said said = assembler.assemble(".version 6.3\n.target sm_70\n.nonsense", "sm_75");
        assertThat(said.status()).isNotZero();
        assertThat(said.errors()).contains("nonsense");
    }

    @Test
    void itReportsAStack() {
        String text =
                """
                .version 6.3
                .target sm_70
                .address_size 64
                .visible .entry indexed(.param .u64 y, .param .u32 at) {
                    .local .align 4 .b8 table[64];
                    .reg .b64 %y, %t, %u;
                    .reg .b32 %at, %v;
                    ld.param.u64 %y, [y];
                    ld.param.u32 %at, [at];
                    mov.u64 %t, table;
                    cvt.u64.u32 %u, %at;
                    add.u64 %t, %t, %u;
                    st.local.u32 [%t], %at;
                    ld.local.u32 %v, [table+8];
                    st.global.u32 [%y], %v;
                    ret;
                }
                """;
        assertThat(assembler.assemble(text, "sm_80").report()).contains("64 bytes stack frame");
    }

    private static void assertTaken(Path file, String architecture) {
        String text = PtxNumbers.CONSTANT.matcher(read(file)).replaceAll(found -> found.group()
                .replace(";", found.group(1).equals("f") ? " = 0f3F800000;" : " = 1;"));
        PtxAssembler.Said said = assembler.assemble(text, architecture);
        assertThat(said.status())
                .as("%s for %s: %s", file, architecture, said.errors())
                .isZero();
        assertThat(said.report())
                .as("%s for %s", file, architecture)
                .contains("0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".ptx"))
                    .sorted()
                    .toList();
        }
    }
}
