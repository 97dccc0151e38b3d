package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.operand;

import dev.lathe.op.Geometry;
import dev.lathe.op.Pool;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maxima and means of single precision over one or two spatial axes. Every plane is laid out as {@link Phases}, in
 * which all windows are shifts of one flat array: a maximum of shifts, or their sum.
 */
final class PlanarPool implements Kernel {
    /** Largest plane that is worth a copy; it should stay in the second-level cache. */
    private static final int MAX_PLANE = 1 << 20;

    /** Elements that one step takes on a common machine; a guess, for it only decides where to cut. */
    private static final int LANES = 8;

    private final boolean max;
    private final int planes;
    private final int inPlane;
    private final int outHeight;
    private final int outWidth;
    private final Phases phases;
    private final float[] ones;

    /** For a mean what each result is multiplied by. */
    private final float[] factors;

    PlanarPool(Pool op, Shape x) {
        Geometry window = op.geometry(x).withRank(2);
        max = op.kind() == Pool.Kind.MAX;
        planes = x.dim(0) * x.dim(1);
        inPlane = window.in()[0] * window.in()[1];
        outHeight = window.out()[0];
        outWidth = window.out()[1];
        phases = new Phases(window, outHeight);
        ones = new float[phases.shifts().length];
        Arrays.fill(ones, 1);
        factors = new float[outHeight * outWidth];
        float[][] counts = PoolRows.counts(window, op.countPadding());
        for (int i = 0; i < factors.length; i++) {
            factors[i] = 1 / (counts[0][i / outWidth] * counts[1][i % outWidth]);
        }
    }

    static boolean accepts(Pool op, TensorType x) {
        if (x.dtype() != DType.FLOAT32 || x.shape().rank() > 4 || op.kind() == Pool.Kind.LP) {
            return false;
        }
        Geometry window = op.geometry(x.shape()).withRank(2);
        return Phases.elements(window, window.out()[0]) <= MAX_PLANE;
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        float[] x = operand(in, 0).floats();
        float[] y = operand(out, 0).floats();
        int perTask = Ranges.perTask(planes, (long) ones.length * phases.stretch() / LANES);
        workers.run(Math.ceilDiv(planes, perTask), (task, scratch) -> {
            for (int plane = task * perTask; plane < Math.min(planes, (task + 1) * perTask); plane++) {
                plane(x, plane, y, scratch);
            }
        });
    }

    private void plane(float[] x, int plane, float[] y, Scratch mine) {
        float[] strip = mine.floats(0, phases.size() + Stretches.SLACK);
        float[] results = mine.floats(2, phases.stretch() + Stretches.SLACK);
        phases.fill(x, plane * inPlane, 0, max ? Float.NEGATIVE_INFINITY : 0, strip, 0);
        if (max) {
            MicroKernels.STRETCHES.largest(strip, phases.shifts(), results, phases.stretch());
        } else {
            MicroKernels.STRETCHES.correlate(strip, phases.shifts(), ones, 0, results, phases.stretch());
        }
        int to = plane * outHeight * outWidth;
        for (int row = 0; row < outHeight; row++) {
            System.arraycopy(results, row * phases.rowLength(), y, to + row * outWidth, outWidth);
        }
        if (!max) {
            for (int i = 0; i < factors.length; i++) {
                y[to + i] *= factors[i];
            }
        }
    }
}
