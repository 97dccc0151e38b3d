package dev.lathe.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.error.DataException;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link ImageDecoder} and {@link ImageFolder}. */
class ImagesTest {
    @TempDir
    private Path folder;

    /** One row: red, and a mixture. */
    static BufferedImage colours(int type) {
        BufferedImage image = new BufferedImage(2, 1, type);
        image.setRGB(0, 0, 0xffff0000);
        image.setRGB(1, 0, 0xff102030);
        return image;
    }

    private Path write(BufferedImage image, String format, String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "gif"})
    void decodesLosslessColours(String format) throws IOException {
        Tensor tensor = ImageDecoder.decode(write(colours(BufferedImage.TYPE_INT_RGB), format, "a." + format));
        assertThat(tensor.shape()).isEqualTo(Shape.of(3, 1, 2));
        assertThat(tensor.floats()).containsExactly(255, 16, 0, 32, 0, 48);
    }

    @Test
    void decodesJpeg() throws IOException {
        BufferedImage flat = new BufferedImage(16, 8, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 16 * 8; i++) {
            flat.setRGB(i % 16, i / 16, 0x406080);
        }
        Tensor tensor = ImageDecoder.decode(write(flat, "jpg", "a.jpg"));
        assertThat(tensor.shape()).isEqualTo(Shape.of(3, 8, 16));
        // a flat image survives JPEG but for rounding of the colour conversion
        for (int c = 0; c < 3; c++) {
            assertThat(tensor.floats()[c * 128 + 77]).isCloseTo(0x40 + 0x20 * c, within(2f));
        }
    }

    @Test
    void greyKeepsItsStoredValues() throws IOException {
        BufferedImage grey = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSamples(0, 0, 3, 1, 0, new int[] {0, 100, 255});
        assertThat(ImageDecoder.decode(write(grey, "png", "grey.png")).floats())
                .containsExactly(0, 100, 255, 0, 100, 255, 0, 100, 255);
        BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSamples(0, 0, 2, 1, 0, new int[] {25700, 65535});
        assertThat(ImageDecoder.decode(write(deep, "png", "deep.png")).floats())
                .containsExactly(100, 255, 100, 255, 100, 255);
    }

    @Test
    void dropsTransparency() throws IOException {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x80112233);
        assertThat(ImageDecoder.decode(write(image, "png", "a.png")).floats()).containsExactly(0x11, 0x22, 0x33);
    }

    /** Cut anywhere before the last pixels; what stands behind those (checksums, end marks) is at most 40 bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "bmp", "gif"})
    void refusesTruncatedFiles(String format) throws IOException {
        BufferedImage noise = new BufferedImage(19, 17, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < 19 * 17; i++) {
            noise.setRGB(i % 19, i / 19, random.nextInt());
        }
        byte[] whole = Files.readAllBytes(write(noise, format, "a." + format));
        Path file = folder.resolve("damaged");
        for (int length = 0; length < whole.length - 40; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> ImageDecoder.decode(file))
                    .as("%s cut to %d of %d bytes", format, length, whole.length)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void refusesOtherFiles() throws IOException {
        Path file = Files.writeString(folder.resolve("text.png"), "no image at all");
        assertThatThrownBy(() -> ImageDecoder.decode(file)).hasMessageContaining("not a PNG");
        assertThatThrownBy(() -> ImageDecoder.decode(folder.resolve("none"))).isInstanceOf(DataException.class);
    }

    @Test
    void refusesHugeExtentsFromTheHeader() throws IOException {
        byte[] png = Files.readAllBytes(write(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "png", "a.png"));
        // the header chunk: length and type from byte 8, width at 16, height at 20, its checksum at 29
        ByteBuffer bytes = ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        bytes.putInt(29, (int) crc.getValue());
        Path file = Files.write(folder.resolve("huge.png"), png);
        assertThatThrownBy(() -> ImageDecoder.decode(file)).hasMessageContaining("60000x60000");
    }

    @Test
    void listsFoldersAndFilesByName() throws IOException {
        BufferedImage image = colours(BufferedImage.TYPE_INT_RGB);
        write(image, "png", "set/dog/2.png");
        write(image, "bmp", "set/dog/1.BMP");
        write(image, "gif", "set/cat/z.gif");
        Files.createDirectories(folder.resolve("set/empty"));
        Files.writeString(folder.resolve("set/dog/notes.txt"), "no image");
        Files.writeString(folder.resolve("set/readme.png"), "not in a class");
        Dataset data = ImageFolder.read(folder.resolve("set"));
        assertThat(data.classes()).containsExactly("cat", "dog", "empty");
        assertThat(data.size()).isEqualTo(3);
        assertThat(new int[] {data.label(0), data.label(1), data.label(2)}).containsExactly(0, 1, 1);
        assertThat(data.image(2).floats()).containsExactly(255, 16, 0, 32, 0, 48);
    }

    @Test
    void refusesAFolderWithoutImages() {
        assertThatThrownBy(() -> ImageFolder.read(folder)).hasMessageContaining("no images");
        assertThatThrownBy(() -> ImageFolder.read(folder.resolve("none"))).isInstanceOf(DataException.class);
    }
}
