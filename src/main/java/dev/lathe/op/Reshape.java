package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Operand 0 under the shape in INT64 operand 1; -1 is what remains, 0 keeps the operand's extent unless
 * {@code allowZero}.
 */
public record Reshape(boolean allowZero) implements Op {
    @Override
    public Set<Integer> parameters() {
        return Set.of(1);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 2, 2);
        Shape x = in.shape(0);
        long[] wanted = Axes.longs(this, in, 1, "shape");
        String text = Arrays.toString(wanted);
        int[] dims = new int[wanted.length];
        int free = -1;
        long known = 1;
        for (int i = 0; i < dims.length; i++) {
            check(this, wanted[i] >= -1, "operand 1 (shape) %s has the extent %d", text, wanted[i]);
            if (wanted[i] == -1) {
                check(this, free < 0, "operand 1 (shape) %s has more than one -1", text);
                free = i;
            } else {
                dims[i] = extent(x, wanted[i], i);
                known = Axes.times(known, dims[i]);
            }
        }
        if (free >= 0) {
            boolean divides = known > 0 && x.size() % known == 0;
            check(this, divides, "operand 0 is %s, and operand 1 (shape) %s leaves no extent for -1", x, text);
            dims[free] = (int) (x.size() / known);
            known = x.size();
        }
        check(this, known == x.size(), "operand 0 is %s and has another size than operand 1 (shape), %s", x, text);
        return List.of(new TensorType(in.dtype(0), Shape.of(dims)));
    }

    private int extent(Shape x, long wanted, int axis) {
        if (wanted != 0 || allowZero) {
            return Axes.extent(this, wanted);
        }
        check(this, axis < x.rank(), "operand 1 (shape) keeps axis %d, which operand 0, %s, has not", axis, x);
        return x.dim(axis);
    }
}
