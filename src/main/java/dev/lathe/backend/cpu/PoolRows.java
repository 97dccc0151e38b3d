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
 * Maxima and means of any rank and type, row by row: first the rows of x that an output row sees are folded into one,
 * element by element, then the window slides along that one. Both loops run over consecutive elements.
 */
final class PoolRows implements Kernel {
    private final boolean max;
    /** What folding begins with, and what a window that sees nothing gives. */
    private final float start;

    private final Geometry window;
    private final int planes;
    private final int width;
    private final int outWidth;

    /** Output positions of a row whose window lies inside x from end to end: from {@code inner} to {@code innerEnd}. */
    private final int inner;

    private final int innerEnd;

    /** What the mean divides by along each axis. */
    private final float[][] counts;

    PoolRows(Pool op, TensorType type) {
        Shape x = type.shape();
        max = op.kind() == Pool.Kind.MAX;
        start = max ? lowest(type.dtype()) : 0;
        window = op.geometry(x).withRank(3);
        planes = x.dim(0) * x.dim(1);
        width = window.in()[2];
        outWidth = window.out()[2];
        int first = 0;
        while (first < outWidth && !isInner(first)) {
            first++;
        }
        int end = first;
        while (end < outWidth && isInner(end)) {
            end++;
        }
        inner = first;
        innerEnd = end;
        counts = counts(window, op.countPadding());
    }

    private boolean isInner(int ow) {
        return window.firstTap(2, ow) == 0 && window.endTap(2, ow) == window.kernel()[2];
    }

    /** Per axis and output position how many positions a mean is of; {@code padding} ones count or not. */
    static float[][] counts(Geometry window, boolean padding) {
        float[][] taps = new float[window.rank()][];
        for (int axis = 0; axis < taps.length; axis++) {
            taps[axis] = new float[window.out()[axis]];
            for (int o = 0; o < taps[axis].length; o++) {
                int inside = window.endTap(axis, o) - window.firstTap(axis, o);
                // A window that sees nothing sums to 0, which is its mean as well.
                taps[axis][o] = padding ? window.paddedTaps(axis, o) : Math.max(1, inside);
            }
        }
        return taps;
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        Tensor y = out.getFirst();
        if (y == null) {
            return;
        }
        Tensor x = operand(in, 0);
        int rows = window.out()[0] * window.out()[1];
        long steps = (long) rows * width * window.kernel()[1];
        Ranges.run(workers, planes, steps, (from, to) -> {
            float[] folded = new float[width];
            float[] slid = new float[width];
            float[] result = new float[y.dtype() == DType.FLOAT32 ? 0 : outWidth];
            for (int row = from * rows; row < to * rows; row++) {
                fold(x, row, folded);
                if (y.dtype() == DType.FLOAT32) {
                    slide(folded, slid, y.floats(), row * outWidth);
                    divide(row % rows, y.floats(), row * outWidth);
                } else {
                    slide(folded, slid, result, 0);
                    narrow(result, y, row * outWidth);
                }
            }
        });
    }

    /** Folds into one all rows of x that output row {@code row}, counted over all planes, sees. */
    private void fold(Tensor x, int row, float[] folded) {
        int od = row / window.out()[1] % window.out()[0];
        int oh = row % window.out()[1];
        int plane = row / window.out()[1] / window.out()[0];
        Arrays.fill(folded, start);
        for (int kd = window.firstTap(0, od); kd < window.endTap(0, od); kd++) {
            int d = window.begin(0, od) + kd * window.dilation()[0];
            for (int kh = window.firstTap(1, oh); kh < window.endTap(1, oh); kh++) {
                int h = window.begin(1, oh) + kh * window.dilation()[1];
                int from = ((plane * window.in()[0] + d) * window.in()[1] + h) * width;
                if (x.dtype() == DType.FLOAT32) {
                    foldRow(x.floats(), from, folded);
                } else {
                    foldBytes(x.bytes(), from, x.dtype() == DType.UINT8, folded);
                }
            }
        }
    }

    private void foldRow(float[] x, int from, float[] folded) {
        if (max) {
            for (int i = 0; i < folded.length; i++) {
                folded[i] = Math.max(folded[i], x[from + i]);
            }
        } else {
            for (int i = 0; i < folded.length; i++) {
                folded[i] += x[from + i];
            }
        }
    }

    private static void foldBytes(byte[] x, int from, boolean unsigned, float[] folded) {
        int mask = unsigned ? 0xff : -1;
        for (int i = 0; i < folded.length; i++) {
            folded[i] = Math.max(folded[i], x[from + i] & mask);
        }
    }

    private static float lowest(DType dtype) {
        return switch (dtype) {
            case UINT8, BOOL -> 0;
            case INT8 -> Byte.MIN_VALUE;
            case FLOAT32, INT32, INT64 -> Float.NEGATIVE_INFINITY;
        };
    }

    /**
     * Slides the window along one folded row. Inside, it takes every step first, which vectors can do, and then keeps
     * those that the stride asks for.
     *
     * @param slid room for a row
     */
    private void slide(float[] row, float[] slid, float[] y, int to) {
        for (int o = 0; o < inner; o++) {
            y[to + o] = edge(row, o);
        }
        for (int o = innerEnd; o < outWidth; o++) {
            y[to + o] = edge(row, o);
        }
        if (innerEnd > inner) {
            int stride = window.stride()[2];
            int length = (innerEnd - 1 - inner) * stride + 1;
            slideInside(row, window.begin(2, inner), length, slid);
            for (int o = inner; o < innerEnd; o++) {
                y[to + o] = slid[(o - inner) * stride];
            }
        }
    }

    private void slideInside(float[] row, int from, int length, float[] slid) {
        System.arraycopy(row, from, slid, 0, length);
        for (int k = 1; k < window.kernel()[2]; k++) {
            int shifted = from + k * window.dilation()[2];
            if (max) {
                for (int i = 0; i < length; i++) {
                    slid[i] = Math.max(slid[i], row[shifted + i]);
                }
            } else {
                for (int i = 0; i < length; i++) {
                    slid[i] += row[shifted + i];
                }
            }
        }
    }

    private float edge(float[] row, int o) {
        float fold = start;
        for (int k = window.firstTap(2, o); k < window.endTap(2, o); k++) {
            float value = row[window.begin(2, o) + k * window.dilation()[2]];
            fold = max ? Math.max(fold, value) : fold + value;
        }
        return fold;
    }

    private void divide(int row, float[] y, int to) {
        if (max) {
            return;
        }
        float taps = counts[0][row / window.out()[1]] * counts[1][row % window.out()[1]];
        float[] along = counts[2];
        for (int o = 0; o < along.length; o++) {
            y[to + o] /= taps * along[o];
        }
    }

    private static void narrow(float[] row, Tensor y, int to) {
        byte[] bytes = y.bytes();
        for (int o = 0; o < row.length; o++) {
            bytes[to + o] = (byte) (int) row[o];
        }
    }
}
