package dev.lathe.backend.cpu;

import dev.lathe.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operands or results as a {@link Kernel} is given them. */
final class Args {
    private Args() {}

    /** The tensor at {@code index}, which {@code Op.infer} has seen to be there. */
    static Tensor operand(List<@Nullable Tensor> tensors, int index) {
        Tensor tensor = tensors.get(index);
        if (tensor == null) {
            throw new IllegalArgumentException("operand or result " + index + " is missing");
        }
        return tensor;
    }

    /** The tensor at {@code index}, or null if it was left out. */
    static @Nullable Tensor optional(List<@Nullable Tensor> tensors, int index) {
        return index < tensors.size() ? tensors.get(index) : null;
    }
}
