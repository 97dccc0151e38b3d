package dev.lathe.demo;

import dev.lathe.data.ImageDecoder;
import dev.lathe.error.DataException;
import dev.lathe.file.FileMessage;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import javax.imageio.ImageIO;

/**
 * A colour picture.
 *
 * @param planes FLOAT32 [3, height, width]: red, green, blue, 0..255; only read
 */
record Picture(Tensor planes) {
    private static final String SIGN = "sign.png";

    /** @throws DataException if there is no picture at {@code file} */
    static Picture read(Path file) {
        return new Picture(ImageDecoder.decode(file));
    }

    /** The one that ships with Lathe: a workshop's sign. */
    static Picture sign() {
        try (InputStream in = Objects.requireNonNull(Picture.class.getResourceAsStream(SIGN), SIGN)) {
            return of(ImageIO.read(in));
        } catch (IOException e) {
            throw new DataException(FileMessage.of(SIGN, "cannot be read", e), e);
        }
    }

    static Picture of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        float[] values = new float[3 * height * width];
        for (int i = 0; i < height * width; i++) {
            int rgb = image.getRGB(i % width, i / width);
            for (int c = 0; c < 3; c++) {
                values[c * height * width + i] = rgb >> 16 - 8 * c & 0xff;
            }
        }
        return new Picture(Tensor.of(Shape.of(3, height, width), values));
    }

    int width() {
        return planes.shape().dim(2);
    }

    int height() {
        return planes.shape().dim(1);
    }

    /** Turned by 180 degrees. */
    Picture upsideDown() {
        float[] from = planes.floats();
        float[] turned = new float[planes.size()];
        int size = width() * height();
        for (int i = 0; i < turned.length; i++) {
            turned[i] = from[i / size * size + size - 1 - i % size];
        }
        return new Picture(Tensor.of(planes.shape(), turned));
    }

    /** Channel (0 red, 1 green, 2 blue) at {@code (x, y)}, bilinear between pixels; beyond the edge it goes on. */
    float sample(int channel, double x, double y) {
        double cx = Math.clamp(x, 0, width() - 1);
        double cy = Math.clamp(y, 0, height() - 1);
        int x0 = (int) cx;
        int y0 = (int) cy;
        int x1 = Math.min(x0 + 1, width() - 1);
        int y1 = Math.min(y0 + 1, height() - 1);
        double u = cx - x0;
        double v = cy - y0;
        double top = at(channel, x0, y0) * (1 - u) + at(channel, x1, y0) * u;
        double bottom = at(channel, x0, y1) * (1 - u) + at(channel, x1, y1) * u;
        return (float) (top * (1 - v) + bottom * v);
    }

    private float at(int channel, int x, int y) {
        return planes.floats()[(channel * height() + y) * width() + x];
    }

    /** A new image of these pixels, to draw on. */
    BufferedImage image() {
        BufferedImage image = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height(); y++) {
            for (int x = 0; x < width(); x++) {
                image.setRGB(x, y, (int) at(0, x, y) << 16 | (int) at(1, x, y) << 8 | (int) at(2, x, y));
            }
        }
        return image;
    }
}
