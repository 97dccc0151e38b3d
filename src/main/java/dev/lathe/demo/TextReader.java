package dev.lathe.demo;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Reads straightened lines of text with a CTC recogniser as PaddleOCR trains it: x [n, 3, 48, w] in the order blue,
 * green, red to probabilities [n, steps, 1 + alphabet + 1] of: nothing, each character, a space.
 *
 * @param net runs the recogniser
 */
record TextReader(UnaryOperator<Tensor> net, List<String> alphabet) {
    private static final int NARROWEST = 320;

    /** No line is looked at wider than this; longer ones are squeezed. */
    private static final int WIDEST = 3200;

    /** The text in each of {@code quads}, whose first edge is the top of the letters; all in one run of the net. */
    List<String> read(Picture picture, List<Quad> quads) {
        if (quads.isEmpty()) {
            return List.of();
        }
        int widest = quads.stream().mapToInt(LineImages::naturalWidth).max().orElseThrow();
        Tensor scores = net.apply(LineImages.input(picture, quads, Math.clamp(widest, NARROWEST, WIDEST)));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < quads.size(); i++) {
            lines.add(decode(scores, i));
        }
        return lines;
    }

    /** Best path (Graves et al. 2006): the likeliest symbol of each step, repetitions once, without the blanks. */
    private String decode(Tensor scores, int line) {
        Shape shape = scores.shape();
        StringBuilder text = new StringBuilder();
        int before = 0;
        for (int step = 0; step < shape.dim(1); step++) {
            int best = argMax(scores.floats(), (line * shape.dim(1) + step) * shape.dim(2), shape.dim(2));
            if (best != before && best != 0) {
                text.append(best <= alphabet.size() ? alphabet.get(best - 1) : " ");
            }
            before = best;
        }
        return text.toString().strip();
    }

    private static int argMax(float[] values, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            best = values[from + i] > values[from + best] ? i : best;
        }
        return best;
    }
}
