package dev.lathe.backend.cpu;

import dev.lathe.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One operator prepared for fixed operand types: weights packed, sizes worked out. Stateless between calls. */
@FunctionalInterface
interface Kernel {
    /**
     * @param in operands in ONNX order, null for optional ones left out; only read
     * @param out results, null for those nobody wants; overwritten. No array in {@code out} is one of {@code in}, but
     *     for the first, which may be that of an operand that {@link InPlace} names
     * @param workers where to split the work; the result must not depend on how it is split
     */
    void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers);
}
