package dev.lathe.backend.cpu;

import dev.lathe.op.Conv;
import dev.lathe.op.Geometry;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One filter per input channel (or several, one channel each) over two spatial axes. Every plane is first laid out by
 * {@link Phases}, in which all windows of a filter are shifts of one flat array.
 */
final class DepthwiseConv implements Kernel {
    /** Largest plane that is worth a copy; it should stay in the second-level cache. */
    private static final int MAX_PLANE = 1 << 20;

    private final Conv op;
    private final Phases phases;
    private final int filters;
    private final int multiplier;
    private final int planes;
    private final int inPlane;
    private final int outHeight;
    private final int outWidth;
    private final int taps;

    DepthwiseConv(Conv op, Operands operands) {
        this.op = op;
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        Geometry geometry = op.geometry(x, w);
        phases = new Phases(geometry, geometry.out()[0]);
        filters = w.dim(0);
        multiplier = filters / op.groups();
        planes = x.dim(0) * filters;
        inPlane = x.product(2, 4);
        outHeight = geometry.out()[0];
        outWidth = geometry.out()[1];
        taps = geometry.kernel()[0] * geometry.kernel()[1];
    }

    static boolean accepts(Conv op, Operands operands) {
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        return x.rank() == 4
                && op.groups() > 1
                && w.dim(1) == 1
                && Phases.elements(op.geometry(x, w), op.geometry(x, w).out()[0]) <= MAX_PLANE;
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        int perTask = Math.max(1, Math.ceilDiv(planes, 4 * workers.threads()));
        workers.run(Math.ceilDiv(planes, perTask), (task, scratch) -> {
            int first = task * perTask;
            for (int plane = first; plane < Math.min(planes, first + perTask); plane++) {
                // the padding stays where the first plane of a task has put it
                layOut(plane, in.get(0).floats(), plane == first, scratch);
                plane(plane, in, out.get(0).floats(), scratch);
            }
        });
    }

    private void layOut(int plane, float[] x, boolean withPadding, Scratch mine) {
        float[] strip = mine.floats(0, phases.size() + Stretches.SLACK);
        int at = (plane / filters * op.groups() + plane % filters / multiplier) * inPlane;
        if (withPadding) {
            phases.fill(x, at, 0, strip, 0);
        } else {
            phases.refill(x, at, 0, strip, 0);
        }
    }

    private void plane(int plane, List<@Nullable Tensor> in, float[] y, Scratch mine) {
        float[] strip = mine.floats(0, phases.size() + Stretches.SLACK);
        float[] sums = mine.floats(2, phases.stretch() + Stretches.SLACK);
        int filter = plane % filters;
        float[] weights = in.get(1).floats();
        int rowLength = phases.rowLength();
        MicroKernels.STRETCHES.correlate(strip, phases.shifts(), weights, filter * taps, sums, phases.stretch());
        int from = plane * outHeight * outWidth;
        Epilogues.apply(
                op.epilogue(), in, filter, new Epilogues.Rows(sums, 0, rowLength, y, from, outHeight, outWidth));
    }
}
