package dev.lathe.container;

import dev.lathe.error.LatheException;
import dev.lathe.error.ModelException;
import dev.lathe.onnx.TensorStore;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The tensor sections of a container, each of which the graph has to name once, by its number. */
final class StoredTensors implements TensorStore {
    private static final int LONGEST_NAME = 120;

    private final List<byte[]> payloads;

    StoredTensors(List<byte[]> payloads) {
        this.payloads = payloads;
    }

    /** Decodes all sections, several at a time, after all of them were found to be what the graph declares. */
    @Override
    public List<Tensor> tensors(List<Declared> wanted) {
        if (wanted.size() != payloads.size()) {
            throw new ModelException("has " + payloads.size() + " tensor sections, its graph names " + wanted.size());
        }
        Set<Integer> taken = new HashSet<>();
        int[] numbers = wanted.stream()
                .mapToInt(declared -> in(declared, () -> number(declared, taken)))
                .toArray();
        return IntStream.range(0, numbers.length)
                .parallel()
                .mapToObj(i -> in(wanted.get(i), () -> decode(wanted.get(i), numbers[i])))
                .toList();
    }

    private int number(Declared declared, Set<Integer> taken) {
        String location = declared.location();
        int number = location.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(location) : payloads.size();
        if (number >= payloads.size() || !taken.add(number)) {
            throw new ModelException("its location is no number of a tensor section, or one that another tensor has");
        }
        int elements = TensorPayload.elements(payloads.get(number));
        if (declared.type().dtype() != DType.FLOAT32 || declared.type().shape().size() != elements) {
            throw new ModelException(
                    "is declared as " + declared.type() + ", its section holds " + elements + " floats");
        }
        return number;
    }

    private Tensor decode(Declared declared, int number) {
        return Tensor.of(declared.type().shape(), TensorPayload.read(payloads.get(number)));
    }

    private static <R> R in(Declared declared, Supplier<R> body) {
        try {
            return body.get();
        } catch (LatheException e) {
            String name = declared.name();
            String cut = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...";
            throw e.in("tensor '" + cut.replaceAll("\\p{Cntrl}", "?") + "'");
        }
    }
}
