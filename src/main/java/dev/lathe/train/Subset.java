package dev.lathe.train;

import dev.lathe.data.Dataset;
import dev.lathe.tensor.Tensor;
import java.util.List;

/**
 * Some images of a data set, in an order of their own.
 *
 * @param indices of {@code all}; not written any more
 */
record Subset(Dataset all, int[] indices) implements Dataset {
    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public int label(int index) {
        return all.label(indices[index]);
    }

    @Override
    public Tensor image(int index) {
        return all.image(indices[index]);
    }

    @Override
    public List<String> classes() {
        return all.classes();
    }
}
