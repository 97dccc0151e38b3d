package dev.lathe.bench.training;

import dev.lathe.data.Dataset;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;

/** Noise of CIFAR-10's size and classes: steps take as long on it as on pictures. */
record RandomImages(int size) implements Dataset {
    private static final Shape SHAPE = Shape.of(3, 32, 32);
    private static final int CLASSES = 10;
    private static final int BRIGHTEST = 255;

    @Override
    public int label(int index) {
        return index % CLASSES;
    }

    @Override
    public Tensor image(int index) {
        SplittableRandom random = new SplittableRandom(index);
        float[] pixels = new float[SHAPE.size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextInt(BRIGHTEST + 1);
        }
        return Tensor.of(SHAPE, pixels);
    }

    @Override
    public List<String> classes() {
        return List.of();
    }
}
