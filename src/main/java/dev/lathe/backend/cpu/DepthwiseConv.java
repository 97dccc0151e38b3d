package dev.lathe.backend.cpu;

import dev.lathe.op.Conv;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One filter per channel over one or two spatial axes, channels last: a sum of products along the lanes. */
final class DepthwiseConv implements Kernel {
    private final Conv op;
    private final Windows windows;
    private final int channels;
    private final int kernelWidth;

    /** [ky][kx][channel]. */
    private final float[] weights;

    DepthwiseConv(Conv op, Operands operands) {
        this.op = op;
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        channels = x.dim(1);
        windows = new Windows(op.geometry(x, w).withRank(2), x.dim(0), channels);
        kernelWidth = w.dim(w.rank() - 1);
        weights = weights(Objects.requireNonNull(operands.valueOrNull(1)).floats(), channels);
    }

    /** Weights [channel][ky][kx] as [ky][kx][channel]. */
    static float[] weights(float[] w, int channels) {
        int taps = w.length / channels;
        float[] turned = new float[w.length];
        MicroKernels.TURN.turn(w, 0, taps, turned, 0, channels, channels, taps, new float[MicroKernels.TURN.spare()]);
        return turned;
    }

    static boolean accepts(Conv op, Operands operands) {
        Shape w = operands.shape(1);
        return op.groups() > 1 && op.groups() == w.dim(0) && w.dim(1) == 1 && operands.valueOrNull(1) != null;
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        float[] x = in.get(0).floats();
        float[] y = out.get(0).floats();
        ChannelLoops.Finish finish = Epilogues.channels(op.epilogue(), in, channels);
        windows.run(workers, (at, taps, firstLine, firstTap, to, count, _) -> {
            int first = (firstLine * kernelWidth + firstTap) * channels;
            int line = kernelWidth * channels;
            MicroKernels.CHANNELS.correlate(x, at, taps, weights, first, line, y, to, count, channels, finish);
            Epilogues.activate(op.epilogue(), y, to, 1, 0, count * channels);
        });
    }
}
