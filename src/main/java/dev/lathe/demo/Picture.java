package dev.lathe.demo;

import dev.lathe.error.DataException;
import dev.lathe.error.LimitException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Pixels 0xRRGGBB, row-major. Immutable. */
final class Picture {
    /** More pixels than this are refused before they are decoded. */
    private static final long MAX_PIXELS = 100_000_000;

    private final int width;
    private final int height;
    private final int[] pixels;

    private Picture(int width, int height, int[] pixels) {
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    /** A copy of {@code image}; transparent parts become what lies beneath their alpha. */
    static Picture of(BufferedImage image) {
        int w = image.getWidth();
        int h = image.getHeight();
        return new Picture(w, h, image.getRGB(0, 0, w, h, null, 0, w));
    }

    /** @throws DataException if there is no picture at {@code file} */
    static Picture read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        } catch (IOException e) {
            throw new DataException("cannot read picture " + file + ": " + e, e);
        }
    }

    /** @param label what messages call it */
    static Picture read(InputStream in, String label) throws IOException {
        try (ImageInputStream stream = ImageIO.createImageInputStream(in)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new DataException(label + " is no picture (known are PNG, JPEG, GIF, BMP)");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream);
                long size = (long) reader.getWidth(0) * reader.getHeight(0);
                if (size > MAX_PIXELS) {
                    throw new LimitException(
                            "picture " + label + " has " + size + " pixels, more than " + MAX_PIXELS);
                }
                return of(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) { // how decoders meet damaged files
            throw new DataException("picture " + label + " is damaged: " + e.getMessage(), e);
        }
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Turned by 180 degrees. */
    Picture upsideDown() {
        int[] turned = new int[pixels.length];
        for (int i = 0; i < turned.length; i++) {
            turned[i] = pixels[pixels.length - 1 - i];
        }
        return new Picture(width, height, turned);
    }

    /**
     * Channel at {@code (x, y)}, 0..255, bilinear between pixel centres; beyond the edge the edge goes on.
     *
     * @param shift 16 for red, 8 for green, 0 for blue
     */
    float sample(double x, double y, int shift) {
        double cx = Math.clamp(x, 0, width - 1);
        double cy = Math.clamp(y, 0, height - 1);
        int x0 = (int) cx;
        int y0 = (int) cy;
        int x1 = Math.min(x0 + 1, width - 1);
        int y1 = Math.min(y0 + 1, height - 1);
        double u = cx - x0;
        double v = cy - y0;
        double top = channel(x0, y0, shift) * (1 - u) + channel(x1, y0, shift) * u;
        double bottom = channel(x0, y1, shift) * (1 - u) + channel(x1, y1, shift) * u;
        return (float) (top * (1 - v) + bottom * v);
    }

    private int channel(int x, int y, int shift) {
        return pixels[y * width + x] >> shift & 0xff;
    }

    /** A new opaque image of these pixels, to draw on. */
    BufferedImage image() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, pixels, 0, width);
        return image;
    }
}
