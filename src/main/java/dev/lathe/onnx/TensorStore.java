package dev.lathe.onnx;

import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.List;

/** Holds the weights that a model declares as external data, elsewhere than in files beside it. */
@FunctionalInterface
public interface TensorStore {
    /**
     * One of them.
     *
     * @param name of the constant
     * @param location as the model gives it
     */
    record Declared(String name, String location, TensorType type) {}

    /**
     * A tensor for each of {@code wanted}, which are all that the model declares, in their order and of these types.
     *
     * @throws dev.lathe.error.ModelException if one is not there or not of its type
     * @throws dev.lathe.error.LimitException if they exceed the memory of this process
     */
    List<Tensor> tensors(List<Declared> wanted);
}
