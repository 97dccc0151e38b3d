package dev.lathe.backend.reference;

import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Operands and results of one operator call. Types were checked by {@code Op.infer}. */
record Args(List<@Nullable Tensor> operands, List<? extends @Nullable Tensor> results) {
    boolean has(int index) {
        return index < operands.size() && operands.get(index) != null;
    }

    Tensor in(int index) {
        return Objects.requireNonNull(operands.get(index));
    }

    /** Whether result {@code index} is wanted. */
    boolean wants(int index) {
        return index < results.size() && results.get(index) != null;
    }

    Tensor out(int index) {
        return Objects.requireNonNull(results.get(index));
    }
}
