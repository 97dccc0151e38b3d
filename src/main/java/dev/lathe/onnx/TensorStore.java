package dev.lathe.onnx;

import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;

/** Holds the tensors that a model declares as external data but that lie in no file of its folder. */
@FunctionalInterface
public interface TensorStore {
    /**
     * The tensor at {@code location}, of exactly this type.
     *
     * @throws dev.lathe.error.ModelException if there is none; its message ends a sentence about the location
     */
    Tensor tensor(String location, TensorType type);
}
