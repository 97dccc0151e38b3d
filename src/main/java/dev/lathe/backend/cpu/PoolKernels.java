package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.operand;
import static dev.lathe.backend.cpu.Args.optional;

import dev.lathe.op.GlobalPool;
import dev.lathe.op.Operands;
import dev.lathe.op.Pool;

/** Pooling, each plane of x by itself. */
final class PoolKernels {
    private PoolKernels() {}

    static Kernel pool(Pool op, Operands operands) {
        PoolScan scan = new PoolScan(op, operands.shape(0));
        if (op.kind() == Pool.Kind.LP) {
            return scan;
        }
        Kernel values = new PoolRows(op, operands.type(0));
        return (in, out, workers) -> {
            boolean indices = optional(out, 1) != null;
            (indices ? scan : values).run(in, out, workers);
        };
    }

    static Kernel globalPool(GlobalPool op, Operands operands) {
        int area = operands.shape(0).product(2, operands.shape(0).rank());
        return (in, out, workers) -> {
            float[] x = operand(in, 0).floats();
            float[] y = operand(out, 0).floats();
            Ranges.run(workers, operand(out, 0).size(), area, (from, to) -> {
                for (int plane = from; plane < to; plane++) {
                    y[plane] = switch (op.kind()) {
                        case MAX -> max(x, plane * area, area);
                        case AVERAGE -> (float) (Sums.of(x, plane * area, area) / area);
                        case LP -> norm(x, plane * area, area, op.p());
                    };
                }
            });
        };
    }

    private static float max(float[] x, int from, int count) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = from; i < from + count; i++) {
            max = Math.max(max, x[i]);
        }
        return max;
    }

    private static float norm(float[] x, int from, int count, int p) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += PoolScan.power(x[i], p);
        }
        return (float) PoolScan.root(sum, p);
    }
}
