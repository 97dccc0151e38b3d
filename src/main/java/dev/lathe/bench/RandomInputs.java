package dev.lathe.bench;

import dev.lathe.graph.Port;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Inputs for measuring: seeded, and never zeros, which some engines skip. */
public final class RandomInputs {
    private RandomInputs() {}

    /**
     * A tensor for each of {@code ports}: floats normally distributed, bytes over their range, 32 and 64 bit integers
     * 1, as they are indices or extents.
     */
    public static Map<String, Tensor> of(List<Port> ports, Map<String, Shape> shapes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (Port port : ports) {
            Tensor tensor = Tensor.zeros(new TensorType(port.dtype(), shapes.get(port.name())));
            for (int i = 0; i < tensor.size(); i++) {
                switch (port.dtype()) {
                    case FLOAT32 -> tensor.set(i, random.nextGaussian());
                    case INT64, INT32 -> tensor.set(i, 1L);
                    case INT8, UINT8 -> tensor.set(i, (long) random.nextInt(256));
                    case BOOL -> tensor.set(i, (long) random.nextInt(2));
                }
            }
            inputs.put(port.name(), tensor);
        }
        return inputs;
    }

    /** The first image of each input whose first axis is the batch. */
    static Map<String, Tensor> first(List<Port> ports, Map<String, Tensor> inputs) {
        Map<String, Tensor> first = new LinkedHashMap<>();
        for (Port port : ports) {
            Tensor whole = inputs.get(port.name());
            first.put(
                    port.name(), InputShapes.hasFreeBatch(port) && whole.shape().rank() > 0 ? first(whole) : whole);
        }
        return first;
    }

    private static Tensor first(Tensor whole) {
        Tensor one = Tensor.zeros(new TensorType(whole.dtype(), whole.shape().with(0, 1)));
        System.arraycopy(whole.array(), 0, one.array(), 0, one.size());
        return one;
    }
}
