package dev.lathe.train;

import dev.lathe.data.Dataset;
import dev.lathe.data.Preprocessing;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Random;

/**
 * Small pictures of a few classes: noise about a picture of each class.
 *
 * @param shape [c, h, w]
 */
record Pictures(Shape shape, int size, int kinds, long seed) implements Dataset {
    static final Preprocessing AS_THEY_ARE = new Preprocessing(
            null, null, 1, List.of(0f), List.of(1f), Preprocessing.ChannelOrder.RGB, Preprocessing.Layout.NCHW);

    Examples examples() {
        return new Examples(this, AS_THEY_ARE, shape.dim(0));
    }

    @Override
    public int label(int index) {
        return new Random(seed * 31 + index).nextInt(kinds);
    }

    @Override
    public Tensor image(int index) {
        Random kind = new Random(seed + 1000 + label(index));
        Random noise = new Random(seed * 7919 + index);
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (kind.nextGaussian() + noise.nextGaussian());
        }
        return Tensor.of(shape, values);
    }

    @Override
    public List<String> classes() {
        return List.of();
    }
}
