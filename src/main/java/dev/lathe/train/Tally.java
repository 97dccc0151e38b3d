package dev.lathe.train;

import dev.lathe.error.InputException;
import dev.lathe.error.ShapeException;
import dev.lathe.tensor.Tensor;

/**
 * Sums over the images seen so far.
 *
 * @param loss sum of the losses of {@code images}
 * @param correct how many were put into their class
 */
record Tally(long images, double loss, long correct) {
    static final Tally EMPTY = new Tally(0, 0, 0);

    /** With a batch more, of mean loss {@code mean}. */
    Tally and(Batch batch, double mean, Tensor logits) {
        int n = batch.size();
        if (logits.size() == 0 || logits.shape().dim(0) != n) {
            throw new ShapeException("the step gave logits " + logits.type() + " for a batch of " + n);
        }
        int classes = logits.size() / n;
        int right = 0;
        for (int i = 0; i < n; i++) {
            int label = batch.labels()[i];
            if (label < 0 || label >= classes) {
                throw new InputException("an image has label " + label + ", the network " + classes + " classes");
            }
            right += largest(logits.floats(), i * classes, classes) == label ? 1 : 0;
        }
        return new Tally(images + n, loss + n * mean, correct + right);
    }

    private static int largest(float[] logits, int begin, int classes) {
        int largest = 0;
        for (int i = 1; i < classes; i++) {
            if (logits[begin + i] > logits[begin + largest]) {
                largest = i;
            }
        }
        return largest;
    }

    Metrics metrics() {
        return new Metrics(loss / images, (double) correct / images);
    }
}
