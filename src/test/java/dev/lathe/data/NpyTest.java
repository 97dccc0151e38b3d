package dev.lathe.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.error.DataException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
    @TempDir
    private Path folder;

    static List<Tensor> tensors() {
        float[] many = new float[70_001];
        for (int i = 0; i < many.length; i++) {
            many[i] = i * 0.25f - 3;
        }
        return List.of(
                Tensor.of(Shape.of(2, 3), 1f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE, 3e38f),
                Tensor.of(Shape.of(1, 7, 1), 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, 0, 5, 6),
                Tensor.of(Shape.of(2), 7, Integer.MIN_VALUE),
                Tensor.of(DType.INT8, Shape.of(3), new byte[] {-128, 0, 127}),
                Tensor.of(DType.UINT8, Shape.of(3), new byte[] {-1, 0, 127}),
                Tensor.of(DType.BOOL, Shape.of(2), new byte[] {1, 0}),
                Tensor.scalar(4.5f),
                Tensor.of(Shape.of(0, 4), new float[0]),
                Tensor.of(Shape.of(13), new float[20]),
                Tensor.of(Shape.of(70_001), many));
    }

    @ParameterizedTest
    @MethodSource("tensors")
    void readsWhatItWrote(Tensor tensor) throws IOException {
        Path file = folder.resolve("new/folder/a.npy");
        Npy.write(file, tensor);
        assertThat(Npy.read(file).sameBits(tensor)).isTrue();
        try (var left = Files.list(file.getParent())) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void writesWhatNumPyWrites() throws IOException {
        Path file = folder.resolve("a.npy");
        Npy.write(file, Tensor.of(Shape.of(2), 1f, 2f));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        // numpy.save(np.array([1, 2], '<f4')): 118 bytes of header text, which ends at byte 128
        assertThat(bytes.getShort(8)).isEqualTo((short) 118);
        assertThat(new String(bytes.array(), 10, 118, StandardCharsets.ISO_8859_1))
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }  ")
                .endsWith(" \n");
        assertThat(bytes.getFloat(128)).isEqualTo(1f);
        assertThat(bytes.getFloat(132)).isEqualTo(2f);
    }

    @Test
    void halvesAndDoublesBecomeSinglePrecision() throws IOException {
        // 0x3c00 = 1, 0xc100 = -2.5 in IEEE half precision
        Path half = write(1, header("<f2", "(2,)"), new byte[] {0x00, 0x3c, 0x00, (byte) 0xc1});
        assertThat(Npy.read(half).sameBits(Tensor.of(Shape.of(2), 1f, -2.5f))).isTrue();
        byte[] values = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(0.1)
                .array();
        Path whole = write(2, header("<f8", "()"), values);
        assertThat(Npy.read(whole).sameBits(Tensor.scalar(0.1f))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }",
                "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }",
                "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
                "{'descr': '', 'fortran_order': False, 'shape': (1,), }",
                "{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,,1), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (65536, 65536, 65536, 65536), }",
                "{'descr': '<f4', 'fortran_order': False, }",
                "{'descr': '<f4', 'shape': (1,), }",
                "",
            })
    void refusesOtherHeaders(String header) throws IOException {
        Path file = write(1, header, new byte[4]);
        assertThatThrownBy(() -> Npy.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("a.npy");
    }

    @Test
    void refusesOtherFiles() throws IOException {
        Path file = write(1, header("<f4", "(1,)"), new byte[4]);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Npy.read(file)).isInstanceOf(DataException.class);
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> Npy.read(file)).isInstanceOf(DataException.class);
        write(3, header("<f4", "(1,)"), new byte[4]);
        assertThatThrownBy(() -> Npy.read(file)).hasMessageContaining("version 3");
        assertThatThrownBy(() -> Npy.read(folder.resolve("none.npy"))).isInstanceOf(DataException.class);
    }

    @Test
    void refusesAHugeHeader() throws IOException {
        Path file = folder.resolve("a.npy");
        Files.write(file, new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, -1, ' '});
        assertThatThrownBy(() -> Npy.read(file)).hasMessageContaining("4294967295");
    }

    private static String header(String descr, String shape) {
        return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
    }

    private Path write(int version, String header, byte[] payload) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        out.write(header.length() & 0xff);
        out.write(header.length() >> 8);
        if (version == 2) {
            out.write(new byte[2]);
        }
        out.write(header.getBytes(StandardCharsets.ISO_8859_1));
        out.write(payload);
        return Files.write(folder.resolve("a.npy"), out.toByteArray());
    }
}
