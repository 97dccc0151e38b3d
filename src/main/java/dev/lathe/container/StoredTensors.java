package dev.lathe.container;

import dev.lathe.error.LatheException;
import dev.lathe.error.ModelException;
import dev.lathe.onnx.TensorStore;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The tensors of a container by their number, each of which the graph has to take once. */
final class StoredTensors implements TensorStore {
    private final List<float[]> tensors;
    private final Set<Integer> taken = new HashSet<>();

    private StoredTensors(List<float[]> tensors) {
        this.tensors = tensors;
    }

    /** Decodes all sections, several at a time. */
    static StoredTensors decode(List<byte[]> payloads) {
        return new StoredTensors(IntStream.range(0, payloads.size())
                .parallel()
                .mapToObj(i -> decode(payloads.get(i), i))
                .toList());
    }

    private static float[] decode(byte[] payload, int number) {
        try {
            return TensorPayload.read(payload);
        } catch (LatheException e) {
            throw e.in("tensor section " + number);
        }
    }

    @Override
    public Tensor tensor(String location, TensorType type) {
        int number = location.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(location) : tensors.size();
        if (number >= tensors.size()) {
            throw new ModelException("is no number of the " + tensors.size() + " tensor sections");
        }
        float[] values = tensors.get(number);
        if (!taken.add(number)) {
            throw new ModelException("is used twice");
        }
        if (type.dtype() != DType.FLOAT32 || values.length != type.shape().size()) {
            throw new ModelException("has " + values.length + " floats, declared is " + type);
        }
        return Tensor.of(type.shape(), values);
    }

    /** Refuses sections that no constant of the graph took. */
    void finish(String label) {
        if (taken.size() < tensors.size()) {
            throw new ModelException(
                    label + ": has " + tensors.size() + " tensor sections, its graph names " + taken.size());
        }
    }
}
