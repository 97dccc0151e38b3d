package dev.lathe.demo;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Tells which way up lines of text are with PaddleOCR's direction classifier: x [n, 3, 48, 192] in the order blue, green,
 * red to the probabilities [n, 2] of upright and upside down.
 *
 * @param net runs the classifier
 */
record OrientationClassifier(UnaryOperator<Tensor> net) {
    private static final int HEIGHT = 48;
    private static final int WIDTH = 192;

    /** Higher than this times their width, regions are looked at from the side: their lines run up or down. */
    private static final double TALL = 1.5;

    /** Orientations of the regions {@code quads} of {@code picture}, in order; all in one run of the net. */
    List<Orientation> classify(Picture picture, List<Quad> quads) {
        if (quads.isEmpty()) {
            return List.of();
        }
        float[] scores = net.apply(input(picture, quads)).floats();
        List<Orientation> orientations = new ArrayList<>();
        for (int i = 0; i < quads.size(); i++) {
            boolean flipped = scores[2 * i + 1] > scores[2 * i];
            int degrees = (isTall(quads.get(i)) ? 90 : 0) + (flipped ? 180 : 0);
            orientations.add(new Orientation(degrees, scores[2 * i + (flipped ? 1 : 0)]));
        }
        return orientations;
    }

    private static boolean isTall(Quad quad) {
        return quad.height() >= TALL * quad.width();
    }

    static Tensor input(Picture picture, List<Quad> quads) {
        float[] values = new float[quads.size() * 3 * HEIGHT * WIDTH];
        for (int i = 0; i < quads.size(); i++) {
            Quad quad = quads.get(i);
            crop(picture, isTall(quad) ? quad.turnedLeft() : quad, values, i * 3 * HEIGHT * WIDTH);
        }
        return Tensor.of(Shape.of(quads.size(), 3, HEIGHT, WIDTH), values);
    }

    /** The region scaled to the input's height, squeezed if it is too wide; zeros fill the rest when it is narrower. */
    private static void crop(Picture picture, Quad quad, float[] values, int offset) {
        double natural = Math.ceil(HEIGHT * quad.width() / Math.max(1, quad.height()));
        int width = (int) Math.clamp(natural, 1, WIDTH);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < width; x++) {
                Point p = quad.at((x + 0.5) / width, (y + 0.5) / HEIGHT);
                for (int c = 0; c < 3; c++) {
                    float value = picture.sample(p.x(), p.y(), 8 * c) / 255;
                    values[offset + (c * HEIGHT + y) * WIDTH + x] = (value - 0.5f) / 0.5f;
                }
            }
        }
    }
}
