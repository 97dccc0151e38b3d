package dev.lathe.op;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Convolution of UINT8 or INT8 x and w with INT32 sums. Operands x, w, optional zero points of x (scalar) and of w
 * (scalar or [k]); padding stands for the zero point of x. Result INT32 [n, k, out...].
 */
public record ConvInteger(Window window, int groups) implements Op {
    public ConvInteger {
        Channels.groups("ConvInteger", groups);
    }

    /** The window over x for filters w, as {@link Conv#geometry}. */
    public Geometry geometry(Shape x, Shape w) {
        return Channels.geometry(this, window, groups, x, w);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 2, 4);
        Check.dtype(this, in, 0, DType.UINT8, DType.INT8);
        Check.dtype(this, in, 1, DType.UINT8, DType.INT8);
        Shape x = in.shape(0);
        Shape w = in.shape(1);
        Geometry geometry = geometry(x, w);
        for (int i = 2; i < 4; i++) {
            if (in.has(i)) {
                Check.dtype(this, in, i, in.dtype(i - 2));
            }
        }
        Channels.quantization(this, in, 2, "x zero point", 1);
        Channels.quantization(this, in, 3, "w zero point", w.dim(0));
        return List.of(new TensorType(DType.INT32, Channels.result(x.dim(0), w.dim(0), geometry.out())));
    }
}
