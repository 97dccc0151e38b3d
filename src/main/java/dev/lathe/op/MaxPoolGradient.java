package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;
import java.util.Set;

/**
 * The derivative of a MaxPool by its x: operand 0, FLOAT32 [n, c, out...], is that by its result, operand 1 the INT64
 * indices it gave, row-major, and INT64 operand 2 the shape of x. Each number is added to 0 at its index, and lost
 * where that is -1. An index lies in the plane of its result, within its window: MaxPool gives no others.
 *
 * <p>Made by differentiation; ONNX has no such operator, and files never hold it.
 */
public record MaxPoolGradient(Window window, boolean ceil) implements Op {
    private static final int INDICES = 1;
    private static final int SHAPE = 2;

    /** @throws dev.lathe.error.ShapeException if the window has no kernel */
    public MaxPoolGradient {
        pool(window, ceil);
    }

    private static Pool pool(Window window, boolean ceil) {
        return new Pool(Pool.Kind.MAX, window, ceil, false, 2, false);
    }

    /** The window over an x of this shape. */
    public Geometry geometry(Shape x) {
        return pool(window, ceil).geometry(x);
    }

    @Override
    public Set<Integer> parameters() {
        return Set.of(SHAPE);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 3, 3);
        Check.dtype(this, in, 0, DType.FLOAT32);
        Check.dtype(this, in, INDICES, DType.INT64);
        Shape x = Shape.of(Axes.longs(this, in, SHAPE, "shape"));
        Geometry geometry = geometry(x);
        Shape y = Channels.result(x.dim(0), x.dim(1), geometry.out());
        for (int i = 0; i < SHAPE; i++) {
            check(this, in.shape(i).equals(y), "operand %d is %s, wanted %s for x %s", i, in.shape(i), y, x);
        }
        return List.of(TensorType.float32(x));
    }
}
