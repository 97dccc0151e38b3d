package dev.lathe.backend.cpu;

import dev.lathe.op.Conv;
import dev.lathe.op.Geometry;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One filter per input channel (or several, one channel each), two spatial axes: rows times single weights. */
final class DepthwiseConv implements Kernel {
    private final Conv op;
    private final Geometry geometry;
    private final int filters;
    private final int multiplier;
    private final int planes;
    private final int inPlane;
    private final int outPlane;

    DepthwiseConv(Conv op, Operands operands) {
        this.op = op;
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        geometry = op.geometry(x, w);
        filters = w.dim(0);
        multiplier = filters / op.groups();
        planes = x.dim(0) * filters;
        inPlane = x.product(2, 4);
        outPlane = geometry.out()[0] * geometry.out()[1];
    }

    static boolean accepts(Conv op, Operands operands) {
        return operands.shape(0).rank() == 4 && op.groups() > 1 && operands.shape(1).dim(1) == 1;
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        int perTask = Math.max(1, Math.ceilDiv(planes, 4 * workers.threads()));
        workers.run(Math.ceilDiv(planes, perTask), task -> {
            for (int plane = task * perTask; plane < Math.min(planes, (task + 1) * perTask); plane++) {
                plane(plane, in, out.get(0).floats());
            }
        });
    }

    private void plane(int plane, List<@Nullable Tensor> in, float[] y) {
        int filter = plane % filters;
        int channel = plane / filters * op.groups() + filter / multiplier;
        int kernelHeight = geometry.kernel()[0];
        int kernelWidth = geometry.kernel()[1];
        float[] x = in.get(0).floats();
        float[] w = in.get(1).floats();
        int width = geometry.out()[1];
        for (int oy = 0; oy < geometry.out()[0]; oy++) {
            int row = plane * outPlane + oy * width;
            Arrays.fill(y, row, row + width, 0);
            for (int r = 0; r < kernelHeight; r++) {
                int iy = oy * geometry.stride()[0] - geometry.padBegin()[0] + r * geometry.dilation()[0];
                if (iy < 0 || iy >= geometry.in()[0]) {
                    continue;
                }
                int source = channel * inPlane + iy * geometry.in()[1];
                for (int s = 0; s < kernelWidth; s++) {
                    float weight = w[(filter * kernelHeight + r) * kernelWidth + s];
                    addScaledRow(x, source, s * geometry.dilation()[1] - geometry.padBegin()[1], weight, y, row);
                }
            }
        }
        int from = plane * outPlane;
        Epilogues.apply(op.epilogue(), in, filter, y, from, from + outPlane);
    }

    /** {@code y[ox] += weight·x[ox·stride + shift]} where that lies inside the input row. */
    private void addScaledRow(float[] x, int source, int shift, float weight, float[] y, int row) {
        int stride = geometry.stride()[1];
        int first = shift >= 0 ? 0 : Math.ceilDiv(-shift, stride);
        int last = Math.min(geometry.out()[1], Math.floorDiv(geometry.in()[1] - 1 - shift, stride) + 1);
        if (stride == 1) {
            for (int ox = first; ox < last; ox++) {
                y[row + ox] += weight * x[source + ox + shift];
            }
        } else {
            for (int ox = first; ox < last; ox++) {
                y[row + ox] += weight * x[source + ox * stride + shift];
            }
        }
    }
}
