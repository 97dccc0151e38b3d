package dev.lathe.train;

import dev.lathe.error.ShapeException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;

/**
 * Images that are looked at in one step.
 *
 * @param images FLOAT32 [n, ...], prepared and augmented; only read
 * @param labels n classes, from 0; only read
 * @param seed differs from batch to batch and from epoch to epoch, and is the same whenever a training is repeated or
 *     resumed: for what is random in a step, such as dropout
 */
public record Batch(Tensor images, int[] labels, long seed) {
    /** @throws ShapeException unless there are floats, and as many images as labels, at least one */
    public Batch {
        boolean fit = images.dtype() == DType.FLOAT32
                && images.shape().rank() > 0
                && images.shape().dim(0) == labels.length
                && labels.length > 0;
        if (!fit) {
            throw new ShapeException(
                    "a batch has float32 images [n, ...] and n labels, n > 0, got " + images + " and " + labels.length);
        }
    }

    /** Number of images. */
    public int size() {
        return labels.length;
    }
}
