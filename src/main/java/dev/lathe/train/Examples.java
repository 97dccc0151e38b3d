package dev.lathe.train;

import dev.lathe.data.Dataset;
import dev.lathe.data.Preprocessing;
import dev.lathe.tensor.Tensor;

/**
 * Labelled images as a network takes them.
 *
 * @param preprocessing brings all to one size, planes of channels
 * @param channels 1 or 3
 */
public record Examples(Dataset data, Preprocessing preprocessing, int channels) {
    /** Image {@code index}, prepared: FLOAT32 [channels, h, w]. */
    Tensor image(int index) {
        return preprocessing.apply(data.image(index), channels);
    }
}
