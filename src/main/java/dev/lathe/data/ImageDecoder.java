package dev.lathe.data;

import dev.lathe.error.DataException;
import dev.lathe.error.LimitException;
import dev.lathe.file.FileMessage;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** PNG, JPEG, BMP and GIF files (of which the first frame) as tensors. */
public final class ImageDecoder {
    /** Pixels of the largest image that is decoded. */
    public static final long MOST_PIXELS = 1L << 26;

    /** What the JPEG decoder warns of before it fills the rest of a truncated image with grey. */
    private static final Pattern CUT_SHORT = Pattern.compile("premature end|Missing EOI");

    private ImageDecoder() {}

    /**
     * Decodes {@code file} to a new FLOAT32 tensor [3, height, width] of red, green and blue, 0..255. Transparency is
     * dropped, grey becomes three equal planes.
     *
     * @throws DataException if the file is missing, of another kind, malformed, or larger than {@link #MOST_PIXELS}
     * @throws LimitException if it does not fit the memory of this process
     */
    public static Tensor decode(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                ImageInputStream stream = new MemoryCacheImageInputStream(in)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new DataException(file + ": not a PNG, JPEG, BMP or GIF image");
            }
            ImageReader reader = readers.next();
            try {
                return tensor(decode(reader, stream, file));
            } finally {
                reader.dispose();
            }
        } catch (DataException e) {
            throw e;
        } catch (IOException e) {
            throw new DataException(FileMessage.of(file, "cannot be read", e), e);
        } catch (RuntimeException e) {
            // The decoders of the JDK answer damaged files with exceptions of many unchecked types.
            throw new DataException(file + ": is damaged, its pixels cannot be decoded", e);
        } catch (OutOfMemoryError e) {
            throw new LimitException(file + ": needs more memory than this process has", e);
        }
    }

    private static BufferedImage decode(ImageReader reader, ImageInputStream stream, Path file) throws IOException {
        reader.setInput(stream, true, true);
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        if (width < 1 || height < 1 || width * height > MOST_PIXELS) {
            throw new DataException(file + ": " + width + "x" + height + " pixels, wanted 1 to " + MOST_PIXELS);
        }
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((_, warning) -> warnings.add(warning));
        BufferedImage image = reader.read(0);
        if (warnings.stream().anyMatch(CUT_SHORT.asPredicate())) {
            throw new DataException(file + ": the image data end early");
        }
        return image;
    }

    private static Tensor tensor(BufferedImage image) {
        int height = image.getHeight();
        int width = image.getWidth();
        float[] values = new float[3 * height * width];
        boolean grey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            if (grey) {
                greyRow(image, y, row);
            } else {
                image.getRGB(0, y, width, 1, row, 0, width);
            }
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    values[(c * height + y) * width + x] = row[x] >> (16 - 8 * c) & 0xff;
                }
            }
        }
        return Tensor.of(Shape.of(3, height, width), values);
    }

    /** The stored samples: {@code getRGB} would brighten them, as Java takes grey for linear light. */
    private static void greyRow(BufferedImage image, int y, int[] row) {
        image.getRaster().getSamples(0, y, row.length, 1, 0, row);
        int most = (1 << image.getColorModel().getComponentSize(0)) - 1;
        for (int x = 0; x < row.length; x++) {
            row[x] = row[x] * 255 / most * 0x010101;
        }
    }
}
