package dev.lathe.data;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;

/**
 * Images of one size held as bytes.
 *
 * @param shape of one image, [channels, height, width]
 * @param pixels image after image; not written any more
 * @param labels a byte for each image; not written any more
 */
record PackedImages(Shape shape, byte[] pixels, byte[] labels, List<String> classes) implements Dataset {
    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int label(int index) {
        return labels[index] & 0xff;
    }

    @Override
    public Tensor image(int index) {
        float[] values = new float[shape.size()];
        int start = index * values.length;
        for (int i = 0; i < values.length; i++) {
            values[i] = pixels[start + i] & 0xff;
        }
        return Tensor.of(shape, values);
    }
}
