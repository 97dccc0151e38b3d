package dev.lathe.op;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Quantised convolution. Operands x, x scale, x zero point, w, w scale, w zero point (scalars, for w also [k]), y
 * scale, y zero point, optional INT32 bias [k] in steps of xs·ws. y = saturate(round((conv + bias)·xs·ws/ys) + yz),
 * ties to even. x, w and y are each UINT8 or INT8, of the type of their zero point; padding stands for the zero point
 * of x.
 */
public record QLinearConv(Window window, int groups) implements Op {
    private static final List<String> ROLES =
            List.of("x", "x scale", "x zero point", "w", "w scale", "w zero point", "y scale", "y zero point", "bias");

    public QLinearConv {
        Channels.groups("QLinearConv", groups);
    }

    /** The window over x for filters w, as {@link Conv#geometry}. */
    public Geometry geometry(Shape x, Shape w) {
        return Channels.geometry(this, window, groups, x, w);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 8, 9);
        for (int i : new int[] {0, 3, 7}) {
            Check.dtype(this, in, i, DType.UINT8, DType.INT8);
        }
        for (int i : new int[] {1, 4, 6}) {
            Check.dtype(this, in, i, DType.FLOAT32);
        }
        Check.dtype(this, in, 2, in.dtype(0));
        Check.dtype(this, in, 5, in.dtype(3));
        Shape x = in.shape(0);
        Shape w = in.shape(3);
        Geometry geometry = geometry(x, w);
        for (int i : new int[] {1, 2, 4, 5, 6, 7}) {
            boolean ofFilters = i == 4 || i == 5;
            Channels.quantization(this, in, i, ROLES.get(i), ofFilters ? w.dim(0) : 1);
        }
        if (in.has(8)) {
            Check.dtype(this, in, 8, DType.INT32);
            Channels.vector(this, in, 8, ROLES.get(8), w.dim(0));
        }
        return List.of(new TensorType(in.dtype(7), Channels.result(x.dim(0), w.dim(0), geometry.out())));
    }
}
