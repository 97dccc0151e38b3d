package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.operand;

import dev.lathe.op.MaxPoolGradient;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import java.util.Arrays;

/** {@link MaxPoolGradient}, each plane by itself: its indices stay in it. */
final class MaxPoolGradientKernel {
    private MaxPoolGradientKernel() {}

    static Kernel of(Operands operands) {
        Shape field = operands.shape(0);
        int planes = field.product(0, 2);
        int positions = field.product(2, field.rank());
        return (in, out, workers) -> {
            float[] dy = operand(in, 0).floats();
            long[] indices = operand(in, 1).longs();
            float[] dx = operand(out, 0).floats();
            int area = operand(out, 0).size() / Math.max(1, planes);
            Ranges.run(workers, planes, (long) area + positions, (from, to) -> {
                Arrays.fill(dx, from * area, to * area, 0);
                for (int i = from * positions; i < to * positions; i++) {
                    if (indices[i] >= 0) {
                        dx[(int) indices[i]] += dy[i];
                    }
                }
            });
        };
    }
}
