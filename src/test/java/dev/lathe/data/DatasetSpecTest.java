package dev.lathe.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.data.DatasetSpec.Split;
import dev.lathe.error.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetSpecTest {
    @TempDir
    private Path folder;

    @Test
    void parsesEveryKind() {
        assertThat(DatasetSpec.parse("mnist:a/b")).isEqualTo(new DatasetSpec.Mnist(Path.of("a/b")));
        assertThat(DatasetSpec.parse("fashion-mnist:a")).isEqualTo(new DatasetSpec.Mnist(Path.of("a")));
        assertThat(DatasetSpec.parse("cifar10:a,b"))
                .isEqualTo(new DatasetSpec.Cifar10(List.of(Path.of("a"), Path.of("b"))));
        assertThat(DatasetSpec.parse("idx:a,b")).isEqualTo(new DatasetSpec.IdxPair(Path.of("a"), Path.of("b")));
        assertThat(DatasetSpec.parse("images:c:d")).isEqualTo(new DatasetSpec.Images(Path.of("c:d")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mnist", "mnist:", "cifar10:a,,b", "cifar10:a,", "idx:a", "idx:a,b,c", "voc:x", ":x"})
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> DatasetSpec.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("images:DIR");
    }

    @Test
    void opensTheTwoPartsOfMnist() throws IOException {
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), IdxTest.idx(0x0803, new int[] {1, 1, 1}, 5));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), IdxTest.zipped(IdxTest.idx(0x0801, new int[] {1}, 7)));
        DatasetSpec spec = DatasetSpec.parse("mnist:" + folder);
        assertThat(spec.open(Split.TEST).label(0)).isEqualTo(7);
        assertThatThrownBy(() -> spec.open(Split.TRAIN))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("train-images-idx3-ubyte");
    }

    @Test
    void opensCifarAndIdx() throws IOException {
        Path records = Files.write(folder.resolve("c"), CifarBinaryTest.records(4, 2));
        assertThat(DatasetSpec.parse("cifar10:" + records + "," + records)
                        .open(Split.TEST)
                        .size())
                .isEqualTo(4);
        Path images = Files.write(folder.resolve("i"), IdxTest.idx(0x0803, new int[] {1, 1, 1}, 5));
        Path labels = Files.write(folder.resolve("l"), IdxTest.idx(0x0801, new int[] {1}, 3));
        assertThat(DatasetSpec.parse("idx:" + images + "," + labels)
                        .open(Split.TRAIN)
                        .label(0))
                .isEqualTo(3);
    }
}
