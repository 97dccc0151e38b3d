package dev.lathe.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.error.DataException;
import dev.lathe.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
    private static final byte[] IMAGES = idx(0x0803, new int[] {2, 1, 3}, 0, 127, 255, 1, 2, 3);
    private static final byte[] LABELS = idx(0x0801, new int[] {2}, 9, 4);

    @TempDir
    private Path folder;

    static byte[] idx(int magic, int[] dims, int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * dims.length + values.length);
        buffer.putInt(magic);
        Arrays.stream(dims).forEach(buffer::putInt);
        Arrays.stream(values).forEach(value -> buffer.put((byte) value));
        return buffer.array();
    }

    static byte[] zipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }

    private Dataset read(byte[] images, byte[] labels) throws IOException {
        return Idx.read(Files.write(folder.resolve("images"), images), Files.write(folder.resolve("labels"), labels));
    }

    private void assertRefused(byte[] images, byte[] labels) {
        assertThatThrownBy(() -> read(images, labels)).isInstanceOf(DataException.class);
    }

    @Test
    void readsPlainAndZippedFiles() throws IOException {
        for (Dataset data : new Dataset[] {read(IMAGES, LABELS), read(zipped(IMAGES), zipped(LABELS))}) {
            assertThat(data.size()).isEqualTo(2);
            assertThat(data.label(0)).isEqualTo(9);
            assertThat(data.label(1)).isEqualTo(4);
            assertThat(data.image(0).shape()).isEqualTo(Shape.of(1, 1, 3));
            assertThat(data.image(0).floats()).containsExactly(0, 127, 255);
            assertThat(data.image(1).floats()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        for (int length = 0; length < IMAGES.length; length++) {
            assertRefused(Arrays.copyOf(IMAGES, length), LABELS);
        }
        byte[] zipped = zipped(IMAGES);
        for (int length = 0; length < zipped.length; length++) {
            assertRefused(Arrays.copyOf(zipped, length), LABELS);
        }
    }

    @Test
    void refusesWhatDoesNotBelongTogether() {
        assertRefused(IMAGES, idx(0x0801, new int[] {3}, 1, 2, 3));
        assertRefused(LABELS, LABELS);
        assertRefused(IMAGES, IMAGES);
        assertRefused(Arrays.copyOf(IMAGES, IMAGES.length + 1), LABELS);
        assertRefused(idx(0x0d03, new int[] {2, 1, 3}, 0, 1, 2, 3, 4, 5), LABELS);
    }

    @Test
    void refusesHugeExtentsBeforeAllocating() throws IOException {
        byte[] huge = idx(0x0803, new int[] {2, 30_000, 30_000});
        assertThatThrownBy(() -> read(huge, LABELS)).hasMessageContaining("more than the file can hold");
        assertThatThrownBy(() -> read(zipped(huge), LABELS)).hasMessageContaining("more than the file can hold");
        assertRefused(idx(0x0803, new int[] {2, -1, 3}), LABELS);
        assertRefused(idx(0x0803, new int[] {1 << 30, 1 << 30, 1 << 30}), LABELS);
    }

    @Test
    void refusesAMissingFile() {
        assertThatThrownBy(() -> Idx.read(folder.resolve("none"), folder.resolve("none")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("none");
    }
}
