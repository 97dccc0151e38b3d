package dev.lathe.backend.gpu;

import dev.lathe.op.Op;
import dev.lathe.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One operator on seeded operands. The same list runs on every device, as C under sanitizers and under a checker of
 * data races.
 *
 * @param name unique among all cases
 * @param operands null stands for an optional one left out
 * @param constants how many of the operands, from the last one backwards, are known before the run; the others are
 *     inputs
 * @param roundings how many single-precision roundings a float result may lie off
 * @param magnitude what those are relative to: the largest sum of absolute values behind any result
 */
record OpCase(String name, Op op, List<@Nullable Tensor> operands, int constants, int roundings, double magnitude) {
    @Override
    public String toString() {
        return name;
    }
}
