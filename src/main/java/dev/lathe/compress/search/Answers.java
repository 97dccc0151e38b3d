package dev.lathe.compress.search;

import dev.lathe.error.InputException;
import dev.lathe.error.ShapeException;

/**
 * What a network said to some images. The arrays are only read.
 *
 * @param logits those of the classes for the first image, then those for the next, ...
 * @param labels the class of each image
 */
public record Answers(float[] logits, int[] labels) {
    /** @throws ShapeException unless there is a label, and each has as many logits, one at least */
    public Answers {
        if (labels.length == 0 || logits.length < labels.length || logits.length % labels.length != 0) {
            throw new ShapeException(logits.length + " logits for " + labels.length + " images");
        }
    }

    /** How many images. */
    public int count() {
        return labels.length;
    }

    private int classes() {
        return logits.length / labels.length;
    }

    /** The share of images whose class has the largest logit, the first of equal ones. */
    public double top1() {
        int right = 0;
        for (int i = 0; i < count(); i++) {
            if (labels[i] < 0 || labels[i] >= classes()) {
                throw new InputException("an image has label " + labels[i] + ", the network " + classes() + " classes");
            }
            right += answer(i) == labels[i] ? 1 : 0;
        }
        return (double) right / count();
    }

    /** The share of images to which {@code other} gives the same answer. */
    public double agreement(Answers other) {
        requireSame(other);
        int same = 0;
        for (int i = 0; i < count(); i++) {
            same += answer(i) == other.answer(i) ? 1 : 0;
        }
        return (double) same / count();
    }

    /**
     * How far these answers are from those of {@code original}: T² times the mean over the images of the divergence of
     * Kullback and Leibler, Σ p·(ln p - ln q), with p = softmax(original / T) and q = softmax(these / T). It sees
     * changes long before an answer turns, and needs no labels. Infinite where a logit is no number.
     *
     * @param temperature T
     */
    public double divergence(Answers original, double temperature) {
        requireSame(original);
        double sum = 0;
        for (int i = 0; i < count(); i++) {
            double own = logSum(i, temperature);
            double theirs = original.logSum(i, temperature);
            for (int c = i * classes(); c < (i + 1) * classes(); c++) {
                double p = original.logits[c] / temperature - theirs;
                sum += StrictMath.exp(p) * (p - (logits[c] / temperature - own));
            }
        }
        return Double.isFinite(sum) ? temperature * temperature * sum / count() : Double.POSITIVE_INFINITY;
    }

    private void requireSame(Answers other) {
        if (other.logits.length != logits.length || other.count() != count()) {
            throw new ShapeException("answers to " + count() + " images, " + classes() + " classes, are compared with"
                    + " those to " + other.count() + " images, " + other.classes() + " classes");
        }
    }

    private int answer(int image) {
        int best = image * classes();
        for (int c = best + 1; c < (image + 1) * classes(); c++) {
            best = logits[c] > logits[best] ? c : best;
        }
        return best - image * classes();
    }

    private double logSum(int image, double temperature) {
        double largest = logits[image * classes() + answer(image)] / temperature;
        double sum = 0;
        for (int c = image * classes(); c < (image + 1) * classes(); c++) {
            sum += StrictMath.exp(logits[c] / temperature - largest);
        }
        return largest + StrictMath.log(sum);
    }
}
