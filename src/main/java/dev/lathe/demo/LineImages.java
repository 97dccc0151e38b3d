package dev.lathe.demo;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;

/** Lines of text cut out of a picture and straightened, as PaddleOCR's classifier and recogniser want them. */
final class LineImages {
    static final int HEIGHT = 48;

    private LineImages() {}

    /** How wide {@code quad} is when it is {@link #HEIGHT} high. */
    static int naturalWidth(Quad quad) {
        return (int) Math.ceil(HEIGHT * quad.width() / Math.max(1, quad.height()));
    }

    /**
     * x [quads, 3, 48, width] in the order blue, green, red, from -1 to 1. A wider line is squeezed; right of a
     * narrower one are zeros.
     */
    static Tensor input(Picture picture, List<Quad> quads, int width) {
        int size = 3 * HEIGHT * width;
        float[] values = new float[quads.size() * size];
        for (int i = 0; i < quads.size(); i++) {
            fill(picture, quads.get(i), width, values, i * size);
        }
        return Tensor.of(Shape.of(quads.size(), 3, HEIGHT, width), values);
    }

    private static void fill(Picture picture, Quad quad, int width, float[] values, int offset) {
        int used = Math.clamp(naturalWidth(quad), 1, width);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < used; x++) {
                Point p = quad.at((x + 0.5) / used, (y + 0.5) / HEIGHT);
                for (int c = 0; c < 3; c++) {
                    values[offset + (c * HEIGHT + y) * width + x] = picture.sample(2 - c, p.x(), p.y()) / 127.5f - 1;
                }
            }
        }
    }
}
