package dev.lathe.train;

import dev.lathe.error.InputException;
import java.util.stream.IntStream;

/**
 * How images become batches. Any batch of any epoch can be made at any time, and always is the same. Immutable; may be
 * used from many threads.
 *
 * @param size images of a batch
 * @param order of images
 */
public record Batches(Examples examples, int size, Order order, Augmentations augmentations) {
    /** The order of images in an epoch, and what becomes of those that fill no batch. */
    public sealed interface Order {
        /** As in the data set; the last batch may be smaller. */
        record Fixed() implements Order {}

        /**
         * Another order in each epoch, a function of seed and epoch.
         *
         * @param whole whether what fills no batch is left out, as batch normalisation may want it; others come last
         *     the next time
         */
        record Shuffled(long seed, boolean whole) implements Order {}
    }

    /** @throws InputException if there is no image, or not even one whole batch where only such are wanted */
    public Batches {
        if (size < 1 || examples.data().size() < 1) {
            throw new InputException("a batch is of 1 image or more and there is one at least, got batches of " + size
                    + " of " + examples.data().size() + " images");
        }
        if (order instanceof Order.Shuffled shuffled
                && shuffled.whole
                && examples.data().size() < size) {
            throw new InputException("whole batches of " + size + " are wanted, and there are only "
                    + examples.data().size() + " images");
        }
    }

    /** Batches as they are judged: in order, unchanged. */
    public static Batches plain(Examples examples, int size) {
        return new Batches(examples, size, new Order.Fixed(), Augmentations.NONE);
    }

    /** Batches of one epoch. */
    public int count() {
        int images = examples.data().size();
        return switch (order) {
            case Order.Fixed _ -> Math.ceilDiv(images, size);
            case Order.Shuffled shuffled -> shuffled.whole ? images / size : Math.ceilDiv(images, size);
        };
    }

    /** The images of one epoch in order; its batches are stretches of it. */
    int[] sequence(int epoch) {
        int images = examples.data().size();
        return switch (order) {
            case Order.Fixed _ -> IntStream.range(0, images).toArray();
            case Order.Shuffled shuffled -> Seeds.permutation(images, Seeds.generator(shuffled.seed, epoch));
        };
    }

    private long seed() {
        return switch (order) {
            case Order.Fixed _ -> 0;
            case Order.Shuffled shuffled -> shuffled.seed;
        };
    }

    /** Batch {@code number} of {@code epoch}, both from 0. */
    public Batch batch(int epoch, int number) {
        return batch(sequence(epoch), epoch, number);
    }

    /** @param ordered the {@link #sequence} of the epoch */
    Batch batch(int[] ordered, int epoch, int number) {
        int begin = number * size;
        int count = Math.min(size, ordered.length - begin);
        int[] labels = new int[count];
        Stack stack = new Stack(count);
        for (int i = 0; i < count; i++) {
            int index = ordered[begin + i];
            labels[i] = examples.data().label(index);
            stack.put(i, augmentations.image(examples.image(index), epoch, index), "image " + index);
        }
        return new Batch(stack.tensor(), labels, Seeds.mixed(seed(), epoch, number));
    }
}
