package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/** [n, c, h, w] to [n, c/block^2, h·block, w·block]; DCR order, or CRD with {@code columnFirst}. */
public record DepthToSpace(int block, boolean columnFirst) implements Op {
    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, 1);
        Shape x = in.shape(0);
        check(this, block > 0, "block size must be positive, got %d", block);
        check(this, x.rank() == 4, "operand 0 is %s, wanted rank 4", x);
        long area = (long) block * block;
        check(this, x.dim(1) % area == 0, "operand 0 is %s, wanted channels divisible by %d", x, area);
        int height = Axes.extent(this, (long) x.dim(2) * block);
        int width = Axes.extent(this, (long) x.dim(3) * block);
        return List.of(new TensorType(in.dtype(0), Shape.of(x.dim(0), (int) (x.dim(1) / area), height, width)));
    }
}
