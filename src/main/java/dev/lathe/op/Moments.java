package dev.lathe.op;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Mean and variance of each channel of a FLOAT32 x [n, c, ...], both [c]: what batch normalisation subtracts and
 * divides by in training. The variance is the mean of the squares of deviations, divided by their number and not by one
 * less; of no numbers, both are 0.
 *
 * <p>Made for training; ONNX has no such operator, and files never hold it.
 */
public record Moments() implements Op {
    /** How many numbers the mean of each channel is of. */
    public static int count(Shape x) {
        return x.dim(1) == 0 ? 0 : x.size() / x.dim(1);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, 1);
        Check.dtype(this, in, 0, DType.FLOAT32);
        Check.rankAtLeast(this, in, 0, 2);
        TensorType channels = TensorType.float32(Shape.of(in.shape(0).dim(1)));
        return List.of(channels, channels);
    }
}
