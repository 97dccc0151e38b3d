package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.operand;
import static dev.lathe.backend.cpu.Args.optional;

import dev.lathe.op.Geometry;
import dev.lathe.op.Pool;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rarer pools, window by window in double precision: maxima with their indices, and norms. */
final class PoolScan implements Kernel {
    private final Pool op;
    private final Geometry window;
    private final int planes;
    private final int area;
    private final int positions;

    PoolScan(Pool op, Shape x) {
        this.op = op;
        window = op.geometry(x).withRank(3);
        planes = x.dim(0) * x.dim(1);
        area = x.product(2, x.rank());
        positions = window.out()[0] * window.out()[1] * window.out()[2];
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        Tensor x = operand(in, 0);
        Tensor y = out.getFirst();
        Tensor indices = optional(out, 1);
        Ranges.run(workers, planes, (long) positions * window.kernel()[2] * window.kernel()[1], (from, to) -> {
            for (int plane = from; plane < to; plane++) {
                for (int o = 0; o < positions; o++) {
                    visit(x, plane, o, y, indices);
                }
            }
        });
    }

    private void visit(Tensor x, int plane, int o, @Nullable Tensor y, @Nullable Tensor indices) {
        int ow = o % window.out()[2];
        int oh = o / window.out()[2] % window.out()[1];
        int od = o / window.out()[2] / window.out()[1];
        int result = plane * positions + o;
        if (op.kind() == Pool.Kind.LP) {
            if (y != null) {
                y.floats()[result] = (float) root(powers(x.floats(), plane * area, od, oh, ow), op.p());
            }
            return;
        }
        int best = argMax(x, plane * area, od, oh, ow);
        if (y != null) {
            y.set(result, best < 0 ? lowest(x.dtype()) : x.doubleAt(plane * area + best));
        }
        if (indices != null) {
            indices.longs()[result] = best < 0 ? -1 : plane * area + (op.columnMajor() ? columnMajor(best) : best);
        }
    }

    private double powers(float[] x, int plane, int od, int oh, int ow) {
        double sum = 0;
        for (int kd = window.firstTap(0, od); kd < window.endTap(0, od); kd++) {
            for (int kh = window.firstTap(1, oh); kh < window.endTap(1, oh); kh++) {
                for (int kw = window.firstTap(2, ow); kw < window.endTap(2, ow); kw++) {
                    sum += power(x[plane + at(od, kd, oh, kh, ow, kw)], op.p());
                }
            }
        }
        return sum;
    }

    /** Spatial index of the first of the greatest elements, or -1; not a number is greater than all numbers. */
    private int argMax(Tensor x, int plane, int od, int oh, int ow) {
        int best = -1;
        double most = 0;
        for (int kd = window.firstTap(0, od); kd < window.endTap(0, od); kd++) {
            for (int kh = window.firstTap(1, oh); kh < window.endTap(1, oh); kh++) {
                for (int kw = window.firstTap(2, ow); kw < window.endTap(2, ow); kw++) {
                    int at = at(od, kd, oh, kh, ow, kw);
                    double value = x.doubleAt(plane + at);
                    if (best < 0 || value > most || Double.isNaN(value) && !Double.isNaN(most)) {
                        best = at;
                        most = value;
                    }
                }
            }
        }
        return best;
    }

    private int at(int od, int kd, int oh, int kh, int ow, int kw) {
        int d = window.begin(0, od) + kd * window.dilation()[0];
        int h = window.begin(1, oh) + kh * window.dilation()[1];
        int w = window.begin(2, ow) + kw * window.dilation()[2];
        return (d * window.in()[1] + h) * window.in()[2] + w;
    }

    private int columnMajor(int flat) {
        int w = flat % window.in()[2];
        int h = flat / window.in()[2] % window.in()[1];
        int d = flat / window.in()[2] / window.in()[1];
        return (w * window.in()[1] + h) * window.in()[0] + d;
    }

    private static double lowest(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> Double.NEGATIVE_INFINITY;
            case INT8 -> Byte.MIN_VALUE;
            case UINT8, BOOL -> 0;
            case INT32 -> Integer.MIN_VALUE;
            case INT64 -> Long.MIN_VALUE;
        };
    }

    static double power(double x, int p) {
        return switch (p) {
            case 1 -> Math.abs(x);
            case 2 -> x * x;
            default -> Math.pow(Math.abs(x), p);
        };
    }

    static double root(double x, int p) {
        return switch (p) {
            case 1 -> x;
            case 2 -> Math.sqrt(x);
            default -> Math.pow(x, 1.0 / p);
        };
    }
}
