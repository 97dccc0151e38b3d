package dev.lathe.train;

import dev.lathe.error.ShapeException;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random changes, one after the other. What happens to an image depends on seed, epoch and the number of the image and
 * on nothing else: not on its batch, nor on the threads. Immutable.
 */
public record Augmentations(List<Augmentation> steps, long seed) {
    private static final int IMAGE_RANK = 3;

    public static final Augmentations NONE = new Augmentations(List.of(), 0);

    public Augmentations {
        steps = List.copyOf(steps);
    }

    /**
     * One changed image.
     *
     * @param image FLOAT32 [c, h, w]; only read, and given back itself if there is nothing to do
     * @param index number of the image in its data set
     */
    public Tensor image(Tensor image, int epoch, int index) {
        Shape shape = image.shape();
        if (shape.rank() != IMAGE_RANK) {
            throw new ShapeException("an image to augment has the shape [c, h, w], got " + shape);
        }
        SplittableRandom random = Seeds.generator(seed, epoch, index);
        Tensor changed = image;
        for (Augmentation step : steps) {
            Shape next = step.shape(changed.shape());
            float[] y = new float[next.size()];
            step.apply(changed.shape(), changed.floats(), y, random);
            changed = Tensor.of(next, y);
        }
        return changed;
    }

    /**
     * A changed batch.
     *
     * @param images FLOAT32 [n, c, h, w]; only read
     * @param indices numbers of the n images in their data set
     */
    public Tensor batch(Tensor images, int epoch, int[] indices) {
        Shape shape = images.shape();
        if (shape.rank() != 1 + IMAGE_RANK || shape.dim(0) != indices.length) {
            throw new ShapeException(
                    "a batch to augment has the shape [" + indices.length + ", c, h, w], got " + shape);
        }
        Shape one = shape.slice(1, shape.rank());
        Stack stack = new Stack(indices.length);
        for (int i = 0; i < indices.length; i++) {
            float[] values = new float[one.size()];
            System.arraycopy(images.floats(), i * values.length, values, 0, values.length);
            stack.put(i, image(Tensor.of(one, values), epoch, indices[i]), "image " + indices[i]);
        }
        return stack.tensor();
    }
}
