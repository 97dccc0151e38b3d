package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.operand;
import static dev.lathe.backend.cpu.Args.optional;

import dev.lathe.op.ConvTranspose;
import dev.lathe.op.Geometry;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Transposed convolution, one row of the result at a time. The positions of a row that are equal modulo the stride form
 * a phase; along a phase neighbours come from neighbours in x, so each kernel element adds a scaled run of x to a run
 * of its phase.
 */
final class ConvTransposeKernel implements Kernel {
    private final Geometry window;
    private final int images;
    private final int channels;
    private final int filters;
    private final int groups;
    private final int phases;
    private final int phaseLength;

    private ConvTransposeKernel(ConvTranspose op, Shape x, Shape w) {
        window = op.geometry(x, w).withRank(3);
        images = x.dim(0);
        channels = x.dim(1);
        groups = op.groups();
        filters = w.dim(1) * groups;
        int width = window.in()[2];
        phases = Math.min(window.stride()[2], width);
        phaseLength = Math.ceilDiv(width, window.stride()[2]);
    }

    static Kernel of(ConvTranspose op, Operands operands) {
        return new ConvTransposeKernel(op, operands.shape(0), operands.shape(1));
    }

    /** The arrays of one call. */
    private record Call(float[] x, float[] w, float @Nullable [] bias, float[] y) {}

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        Tensor bias = optional(in, 2);
        Call call = new Call(
                operand(in, 0).floats(),
                operand(in, 1).floats(),
                bias == null ? null : bias.floats(),
                operand(out, 0).floats());
        int rows = images * filters * window.in()[0] * window.in()[1];
        long steps = (long) window.in()[2] * window.kernel()[2] * (channels / groups);
        Ranges.run(workers, rows, steps, (from, to) -> {
            float[] sums = new float[phases * phaseLength];
            for (int row = from; row < to; row++) {
                gather(call, row, sums);
                interleave(call, row, sums);
            }
        });
    }

    /** Adds up row {@code row} of all rows of the result, phase after phase. */
    private void gather(Call call, int row, float[] sums) {
        int h = row % window.in()[1];
        int d = row / window.in()[1] % window.in()[0];
        int k = row / window.in()[1] / window.in()[0] % filters;
        int image = row / window.in()[1] / window.in()[0] / filters;
        Arrays.fill(sums, call.bias == null ? 0 : call.bias[k]);
        int perGroup = channels / groups;
        int filtersPerGroup = filters / groups;
        for (int i = 0; i < perGroup; i++) {
            int c = k / filtersPerGroup * perGroup + i;
            int plane = (image * channels + c) * window.out()[0];
            int kernel = (c * filtersPerGroup + k % filtersPerGroup) * window.kernel()[0];
            for (int kd = 0; kd < window.kernel()[0]; kd++) {
                int xd = source(0, d, kd);
                for (int kh = 0; xd >= 0 && kh < window.kernel()[1]; kh++) {
                    int xh = source(1, h, kh);
                    if (xh >= 0) {
                        int xAt = ((plane + xd) * window.out()[1] + xh) * window.out()[2];
                        int wAt = ((kernel + kd) * window.kernel()[1] + kh) * window.kernel()[2];
                        addRow(call, xAt, wAt, sums);
                    }
                }
            }
        }
    }

    /** The position of x that reaches result position {@code at} through kernel position {@code k}, or -1. */
    private int source(int axis, int at, int k) {
        int distance = at + window.padBegin()[axis] - k * window.dilation()[axis];
        int position = distance / window.stride()[axis];
        boolean meets = distance >= 0 && distance % window.stride()[axis] == 0 && position < window.out()[axis];
        return meets ? position : -1;
    }

    private void addRow(Call call, int xAt, int wAt, float[] sums) {
        int stride = window.stride()[2];
        for (int k = 0; k < window.kernel()[2]; k++) {
            int offset = k * window.dilation()[2] - window.padBegin()[2];
            int phase = Math.floorMod(offset, stride);
            int shift = Math.floorDiv(offset, stride);
            if (phase < phases) {
                int length = Math.ceilDiv(window.in()[2] - phase, stride);
                int from = Math.max(0, -shift);
                int to = Math.min(window.out()[2], length - shift);
                addScaled(call.x, xAt, call.w[wAt + k], sums, phase * phaseLength + shift, from, to);
            }
        }
    }

    private static void addScaled(float[] x, int xAt, float weight, float[] y, int yAt, int from, int to) {
        for (int i = from; i < to; i++) {
            y[yAt + i] += weight * x[xAt + i];
        }
    }

    private void interleave(Call call, int row, float[] sums) {
        int width = window.in()[2];
        int stride = window.stride()[2];
        int at = row * width;
        for (int phase = 0; phase < phases; phase++) {
            int from = phase * phaseLength;
            for (int o = phase; o < width; o += stride) {
                call.y[at + o] = sums[from++];
            }
        }
    }
}
