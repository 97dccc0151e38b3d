package dev.lathe.train;

import dev.lathe.data.Dataset;
import dev.lathe.data.Preprocessing;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;

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
        return Seeds.generator(seed, index).nextInt(kinds);
    }

    @Override
    public Tensor image(int index) {
        SplittableRandom kind = Seeds.generator(seed, label(index), 1);
        SplittableRandom noise = Seeds.generator(seed, index, 2);
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (kind.nextGaussian() + 0.7 * noise.nextGaussian());
        }
        return Tensor.of(shape, values);
    }

    @Override
    public List<String> classes() {
        return List.of();
    }
}
