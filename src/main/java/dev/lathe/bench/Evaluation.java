package dev.lathe.bench;

import dev.lathe.Session;
import dev.lathe.data.Dataset;
import dev.lathe.error.InputException;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * How well a network classifies.
 *
 * @param count images
 * @param top1 share of the images whose label has the highest score
 * @param top5 share of the images whose label is among the five highest scores
 * @param imagesPerSecond over the time of the runs alone, without decoding and preparing
 */
public record Evaluation(int count, double top1, double top5, double imagesPerSecond) {
    private static final int TOP = 5;

    /**
     * Runs the first images of a data set through a network whose first output holds a score for each class.
     *
     * @param limit images at most
     * @param batch images per run; a network that fixes its batch has its own
     * @param progress is told the number of images done
     * @throws InputException if images, labels and network do not fit
     */
    public static Evaluation of(
            Session session, Dataset data, ImageInput input, int limit, int batch, IntConsumer progress) {
        int count = Math.min(limit, data.size());
        int step = input.batch(batch);
        boolean fixed = step == input.batch(step + 1);
        int first = 0;
        int five = 0;
        long nanoseconds = 0;
        for (int done = 0; done < count; ) {
            int images = Math.min(step, count - done);
            Tensor prepared = input.tensor(images(data, done, images), fixed ? step : images);
            long start = System.nanoTime();
            Map<String, Tensor> outputs = session.run(Map.of(input.port().name(), prepared));
            nanoseconds += System.nanoTime() - start;
            Tensor scores = outputs.values().iterator().next();
            for (int i = 0; i < images; i++) {
                int rank = rank(scores, i, prepared.shape().dim(0), data.label(done + i));
                first += rank < 1 ? 1 : 0;
                five += rank < TOP ? 1 : 0;
            }
            done += images;
            progress.accept(done);
        }
        return new Evaluation(count, (double) first / count, (double) five / count, count / (nanoseconds / 1e9));
    }

    private static List<Tensor> images(Dataset data, int first, int count) {
        List<Tensor> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(data.image(first + i));
        }
        return images;
    }

    /** How many classes score higher than {@code label}; equal scores rank by index, what is no number ranks last. */
    private static int rank(Tensor scores, int image, int batch, int label) {
        int classes = scores.size() / batch;
        if (scores.shape().rank() == 0 || scores.shape().dim(0) != batch || label >= classes) {
            throw new InputException(
                    "label " + label + " of a batch of " + batch + ", but the network gives scores " + scores.shape());
        }
        int start = image * classes;
        double own = scores.doubleAt(start + label);
        int rank = 0;
        for (int c = 0; c < classes; c++) {
            double score = scores.doubleAt(start + c);
            rank += score > own || score == own && c < label || Double.isNaN(own) && c != label ? 1 : 0;
        }
        return rank;
    }
}
