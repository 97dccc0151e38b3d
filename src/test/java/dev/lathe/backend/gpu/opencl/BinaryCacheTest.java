package dev.lathe.backend.gpu.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Required;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryCacheTest {
    private static final byte[] BINARY = {1, 2, 3, 4, 5};

    @TempDir
    private Path folder;

    private BinaryCache.Entry entry(String text, String options, String device) {
        return new BinaryCache(folder.resolve("made/when needed")).entry(text, options, device);
    }

    @Test
    void whatWasWrittenIsRead() {
        BinaryCache.Entry entry = entry("text", "-DA=1", "device");
        assertThat(entry.read()).isEmpty();
        entry.write(BINARY);
        assertThat(entry("text", "-DA=1", "device").read()).contains(BINARY);
        assertThat(entry("text", "-DA=2", "device").read()).isEmpty();
        assertThat(entry("text ", "-DA=1", "device").read()).isEmpty();
        assertThat(entry("text", "-DA=1", "another driver").read()).isEmpty();
    }

    @Test
    void damagedFilesCountAsNone() throws IOException {
        BinaryCache.Entry entry = entry("text", "", "device");
        entry.write(BINARY);
        byte[] whole = Files.readAllBytes(entry.file());
        for (int length : new int[] {0, 1, 31, 32, whole.length - 1}) {
            Files.write(entry.file(), Arrays.copyOf(whole, length));
            assertThat(entry.read()).as("the first %d bytes", length).isEmpty();
        }
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(entry.file(), damaged);
            assertThat(entry.read()).as("byte %d is wrong", at).isEmpty();
        }
        entry.write(BINARY);
        assertThat(entry.read()).contains(BINARY);
    }

    @Test
    void manyMayWriteAtOnce() throws Exception {
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            writers.add(() -> {
                for (int round = 0; round < 50; round++) {
                    entry("text", "", "device").write(BINARY);
                    if (!Arrays.equals(
                            BINARY, entry("text", "", "device").read().orElseThrow())) {
                        return false;
                    }
                }
                return true;
            });
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(writers.size())) {
            for (Future<Boolean> whole : executor.invokeAll(writers)) {
                assertThat(whole.get()).isTrue();
            }
        }
        try (var files = Files.list(folder.resolve("made/when needed"))) {
            assertThat(files).as("nothing but the one file").hasSize(1);
        }
    }

    @Test
    void aFolderThatCannotBeUsedOnlyCostsTime() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        BinaryCache.Entry entry = new BinaryCache(file).entry("text", "", "device");
        entry.write(BINARY);
        assertThat(entry.read()).isEmpty();
        assertThat(file).hasContent("no folder");
    }

    @Test
    void aDeviceTakesItsOwnBinariesAndRefusesGarbage() throws IOException {
        Required.device("opencl:0");
        Launch launch = Launch.of("move/fill", Grid.cover(8, 8)).define("T", "int");
        Path cache = folder.resolve("programs");
        build(launch, cache);
        try (var files = Files.list(cache)) {
            List<Path> kept = files.toList();
            assertThat(kept).hasSize(1);
            build(launch, cache);
            // a whole file of another's making: the hash is right, the driver is to say no
            String name = kept.get(0).getFileName().toString();
            Files.delete(kept.get(0));
            new BinaryCache.Entry(cache.resolve(name)).write(BINARY);
            build(launch, cache);
            assertThat(new BinaryCache.Entry(cache.resolve(name)).read())
                    .hasValueSatisfying(binary -> assertThat(binary).isNotEqualTo(BINARY));
        }
    }

    private static void build(Launch launch, Path cache) {
        try (OpenClDriver driver = OpenClDriver.open("opencl:0", cache)) {
            assertThat(driver.build(launch)).isNotNull();
        }
    }
}
