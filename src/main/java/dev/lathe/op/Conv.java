package dev.lathe.op;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Cross-correlation over 1, 2 or 3 spatial axes, all FLOAT32. Operands x [n, c, ...], w [k, c/groups, kernel...],
 * optional bias [k], and with a fused residual operand 3 of the result's shape. Result [n, k, out...].
 */
public record Conv(Window window, int groups, Epilogue epilogue) implements Op {
    public Conv {
        Channels.groups("Conv", groups);
    }

    /**
     * The window over x for filters w; the result has its {@link Geometry#out}.
     *
     * @throws dev.lathe.error.ShapeException if x and w do not fit
     */
    public Geometry geometry(Shape x, Shape w) {
        return Channels.geometry(this, window, groups, x, w);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 2, epilogue.residual() ? 4 : 3);
        for (int i = 0; i < in.count(); i++) {
            if (in.has(i)) {
                Check.dtype(this, in, i, DType.FLOAT32);
            }
        }
        Shape x = in.shape(0);
        Shape w = in.shape(1);
        Geometry geometry = geometry(x, w);
        Channels.vector(this, in, 2, "bias", w.dim(0));
        Shape y = Channels.result(x.dim(0), w.dim(0), geometry.out());
        if (epilogue.residual()) {
            Check.check(this, in.has(3), "operand 3 (residual) is missing, wanted %s", y);
            Check.check(this, in.shape(3).equals(y), "operand 3 (residual) has shape %s, wanted %s", in.shape(3), y);
        }
        return List.of(TensorType.float32(y));
    }
}
