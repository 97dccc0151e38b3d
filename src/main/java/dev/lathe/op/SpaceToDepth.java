package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/** [n, c, h, w] to [n, c·block^2, h/block, w/block]; the channel is the fastest part of the new channel number. */
public record SpaceToDepth(int block) implements Op {
    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, 1);
        Shape x = in.shape(0);
        check(this, block > 0, "block size must be positive, got %d", block);
        check(this, x.rank() == 4, "operand 0 is %s, wanted rank 4", x);
        boolean even = x.dim(2) % block == 0 && x.dim(3) % block == 0;
        check(this, even, "operand 0 is %s, wanted height and width divisible by %d", x, block);
        int channels = Axes.extent(this, Axes.times(x.dim(1), (long) block * block));
        return List.of(new TensorType(in.dtype(0), Shape.of(x.dim(0), channels, x.dim(2) / block, x.dim(3) / block)));
    }
}
