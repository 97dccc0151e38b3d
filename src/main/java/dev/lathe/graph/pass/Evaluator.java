package dev.lathe.graph.pass;

import dev.lathe.op.Op;
import dev.lathe.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes one operator on known values; how constant folding reaches a backend without knowing one. */
@FunctionalInterface
public interface Evaluator {
    /** Results of {@code op} in ONNX order; null operands are optional ones left out. */
    List<Tensor> evaluate(Op op, List<@Nullable Tensor> operands);
}
