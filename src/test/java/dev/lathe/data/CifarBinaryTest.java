package dev.lathe.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.error.DataException;
import dev.lathe.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarBinaryTest {
    private static final int RECORD = 3073;

    @TempDir
    private Path folder;

    /** Records with these labels; pixel {@code p} of record {@code i} is {@code 7·i + p}, cut to a byte. */
    static byte[] records(int... labels) {
        byte[] bytes = new byte[labels.length * RECORD];
        for (int i = 0; i < labels.length; i++) {
            bytes[i * RECORD] = (byte) labels[i];
            for (int p = 0; p < RECORD - 1; p++) {
                bytes[i * RECORD + 1 + p] = (byte) (7 * i + p);
            }
        }
        return bytes;
    }

    @Test
    void readsSeveralFilesInOrder() throws IOException {
        Path one = Files.write(folder.resolve("one"), records(3, 9));
        Path two = Files.write(folder.resolve("two"), records(0));
        Dataset data = CifarBinary.read(List.of(one, two));
        assertThat(data.size()).isEqualTo(3);
        assertThat(List.of(data.label(0), data.label(1), data.label(2))).containsExactly(3, 9, 0);
        assertThat(data.classes()).hasSize(10).startsWith("airplane").endsWith("truck");
        assertThat(data.image(1).shape()).isEqualTo(Shape.of(3, 32, 32));
        // record 1, green, row 2, column 5: 7 + 1024 + 69 = 1100, less 4·256
        assertThat(data.image(1).floats()[1024 + 2 * 32 + 5]).isEqualTo(76);
        assertThat(data.image(2).floats()[255]).isEqualTo(255);
    }

    @Test
    void refusesWhatAreNoRecords() throws IOException {
        for (byte[] bytes : List.of(new byte[0], Arrays.copyOf(records(1), 3072), Arrays.copyOf(records(1), 3074))) {
            Path file = Files.write(folder.resolve("bad"), bytes);
            assertThatThrownBy(() -> CifarBinary.read(List.of(file))).isInstanceOf(DataException.class);
        }
        Path file = Files.write(folder.resolve("bad"), records(1, 10));
        assertThatThrownBy(() -> CifarBinary.read(List.of(file))).hasMessageContaining("label 10");
        assertThatThrownBy(() -> CifarBinary.read(List.of(folder.resolve("none"))))
                .isInstanceOf(DataException.class);
    }
}
