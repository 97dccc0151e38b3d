package dev.lathe.train;

import dev.lathe.error.InputException;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.stream.IntStream;

/** Images of one shape put behind each other as a batch [n, ...]; filled from 0 on. */
final class Stack {
    private final int count;
    private Shape one = Shape.SCALAR;
    private float[] values = {};

    Stack(int count) {
        this.count = count;
    }

    /** @param what the image, as a refusal calls it */
    void put(int position, Tensor image, String what) {
        if (position == 0) {
            one = image.shape();
            values = new float[batch().size()];
        }
        if (!image.shape().equals(one)) {
            throw new InputException(what + " has the shape " + image.shape() + " and the first of its batch " + one
                    + "; prepare all to one size");
        }
        System.arraycopy(image.floats(), 0, values, position * one.size(), one.size());
    }

    private Shape batch() {
        return Shape.of(
                IntStream.concat(IntStream.of(count), IntStream.of(one.dims())).toArray());
    }

    Tensor tensor() {
        return Tensor.of(batch(), values);
    }
}
