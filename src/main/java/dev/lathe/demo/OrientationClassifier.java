package dev.lathe.demo;

import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Tells which way up lines of text are with PaddleOCR's direction classifier: x [n, 3, 48, 192] in the order blue,
 * green, red to the probabilities [n, 2] of upright and upside down.
 *
 * @param net runs the classifier
 */
record OrientationClassifier(UnaryOperator<Tensor> net) {
    private static final int WIDTH = 192;

    /** Higher than this times their width, regions are looked at from the side: their lines run up or down. */
    private static final double TALL = 1.5;

    /** Orientations of the regions {@code quads} of {@code picture}, in order; all in one run of the net. */
    List<Orientation> classify(Picture picture, List<Quad> quads) {
        if (quads.isEmpty()) {
            return List.of();
        }
        List<Quad> lines = quads.stream().map(q -> isTall(q) ? q.turned(90) : q).toList();
        float[] scores = net.apply(LineImages.input(picture, lines, WIDTH)).floats();
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
}
