package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;
import java.util.Set;

/**
 * The derivative of a Conv by its filters: operand 0 is its x, FLOAT32 [n, c, in...], operand 1 the derivative by its
 * result, FLOAT32 [n, k, out...], and INT64 operand 2 the shape of the filters, [k, c/groups, kernel...]. For each of
 * them the sum over all images and positions of the result's derivative times what the filter met there.
 *
 * <p>Made by differentiation; ONNX has no such operator, and files never hold it.
 */
public record ConvFilterGradient(Window window, int groups) implements Op {
    private static final int SHAPE = 2;

    public ConvFilterGradient {
        Channels.groups("ConvFilterGradient", groups);
    }

    /** The window over x for filters of shape w. */
    public Geometry geometry(Shape x, Shape w) {
        return Channels.geometry(this, window, groups, x, w);
    }

    @Override
    public Set<Integer> parameters() {
        return Set.of(SHAPE);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 3, 3);
        Check.dtype(this, in, 0, DType.FLOAT32);
        Check.dtype(this, in, 1, DType.FLOAT32);
        Shape x = in.shape(0);
        Shape w = Shape.of(Axes.longs(this, in, SHAPE, "shape"));
        Geometry geometry = geometry(x, w);
        for (int begin : geometry.padBegin()) {
            check(this, begin >= 0, "pads at the beginning are %d, wanted 0 or more", begin);
        }
        Shape y = Channels.result(x.dim(0), w.dim(0), geometry.out());
        check(this, in.shape(1).equals(y), "operand 1 is %s, wanted %s for x %s and filters %s", in.shape(1), y, x, w);
        return List.of(TensorType.float32(w));
    }
}
