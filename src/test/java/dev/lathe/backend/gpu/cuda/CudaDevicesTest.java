package dev.lathe.backend.gpu.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.ChildJava;
import dev.lathe.Required;
import dev.lathe.Skip;
import dev.lathe.StandIn;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jcuda.JCudaVersion;
import jcuda.LibUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code devices} says of CUDA, each time in a JVM of its own: a JVM loads a driver once. */
class CudaDevicesTest {
    private static final String ALLOWED = "--enable-native-access=ALL-UNNAMED";
    private static final String DRIVERS = "LD_LIBRARY_PATH";

    @TempDir
    private Path folder;

    @BeforeEach
    void theStandInIsThere() {
        Required.device("cuda:0");
        Skip.unless(StandIn.isLoaded(), "the NVIDIA driver of this machine cannot be made older");
    }

    private String listed(Map<String, String> environment, String... options) throws Exception {
        ChildJava.Ended java =
                ChildJava.run(folder, environment, List.of(options), "dev.lathe.cli.Main", "devices", "--json");
        assertThat(java.status()).as(java.err()).isZero();
        return java.out();
    }

    private static Map<String, String> standIn(String name, String value) {
        return Map.of(DRIVERS, StandIn.folder().toString(), name, value);
    }

    @Test
    void aDeviceIsNamed() throws Exception {
        assertThat(listed(standIn("STANDIN_CAPABILITY", "90"), ALLOWED))
                .containsPattern("\"id\" ?: ?\"cuda:0\"")
                .contains("CUDA 13.0");
    }

    @Test
    void withoutADriverItSaysWhatToInstall() throws Exception {
        assertThat(listed(Map.of(DRIVERS, ""), ALLOWED))
                .contains("this system has no " + CudaLibrary.name() + "; install the NVIDIA driver");
    }

    @Test
    void anOldDriverIsNamedWithWhatIsWanted() throws Exception {
        assertThat(listed(standIn("STANDIN_DRIVER_VERSION", "10020"), ALLOWED))
                .contains("the NVIDIA driver speaks CUDA 10.2, wanted 11.0 or newer; install a newer driver");
    }

    @Test
    void aDriverWithoutDevicesSaysSo() throws Exception {
        assertThat(listed(standIn("STANDIN_NO_DEVICE", "1"), ALLOWED))
                .contains("the NVIDIA driver does not start: CUDA_ERROR_NO_DEVICE (100)");
        assertThat(listed(standIn("STANDIN_NO_DEVICE", "2"), ALLOWED)).contains("the NVIDIA driver finds no device");
    }

    @Test
    void anOldDeviceIsNamedWithWhatIsWanted() throws Exception {
        assertThat(listed(standIn("STANDIN_CAPABILITY", "61"), ALLOWED))
                .contains("it is of compute capability 6.1, wanted 7.0 or newer");
    }

    @Test
    void aJavaThatMayNotLoadLibrariesSaysWhatToGiveIt() throws Exception {
        assertThat(listed(standIn("STANDIN_CAPABILITY", "75"), "--illegal-native-access=deny"))
                .contains("start it with --enable-native-access=ALL-UNNAMED");
    }

    @Test
    void whatLiesInTheSharedFolderUnderJcudasNameIsLeftAlone() throws Exception {
        Path shared = Files.createDirectory(folder.resolve("tmp"));
        String library = System.mapLibraryName(LibUtils.createPlatformLibraryName("JCudaDriver-" + JCudaVersion.get()));
        Path stale = Files.writeString(shared.resolve(library), "junk");

        String listed = listed(standIn("STANDIN_CAPABILITY", "75"), ALLOWED, "-Djava.io.tmpdir=" + shared);

        assertThat(listed).containsPattern("\"id\" ?: ?\"cuda:0\"");
        assertThat(stale).hasContent("junk");
        try (Stream<Path> left = Files.list(shared)) {
            assertThat(left.filter(path -> path.getFileName().toString().contains("cuda")
                            || path.getFileName().toString().contains("JCuda")))
                    .containsExactly(stale);
        }
    }

    @Test
    void aPlatformThatJcudaIsNotForIsAReason() {
        assertThatThrownBy(() -> new JcudaLoader("lib/libJCudaDriver-for-abacus.so"))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("it has no lib/libJCudaDriver-for-abacus.so");
    }

    @Test
    void aLibraryThatCannotBeLoadedIsNotLookedForElsewhere() throws IOException {
        // a resource that is no library
        try (JcudaLoader loader = new JcudaLoader("kernels/common/cuda.h")) {
            assertThatThrownBy(loader::calls).hasCauseInstanceOf(UnsatisfiedLinkError.class);
        }
    }
}
