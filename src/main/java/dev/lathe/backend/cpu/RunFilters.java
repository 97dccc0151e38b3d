package dev.lathe.backend.cpu;

import dev.lathe.op.Conv;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A convolution whose filters only the run tells, as in training: every run packs them as constant ones are packed
 * once. They are few beside the positions that they meet, so the fastest algorithm for constants stays the fastest.
 */
final class RunFilters implements Kernel {
    private static final int FILTERS = 1;

    private final Conv op;
    private final Operands operands;

    RunFilters(Conv op, Operands operands) {
        this.op = op;
        this.operands = operands;
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        List<Operands.@Nullable Operand> known = new ArrayList<>();
        for (int i = 0; i < operands.count(); i++) {
            Tensor value = i == FILTERS ? in.get(i) : operands.valueOrNull(i);
            known.add(operands.has(i) ? new Operands.Operand(operands.type(i), value) : null);
        }
        CpuKernels.conv(op, Operands.of(known)).run(in, out, workers);
    }
}
