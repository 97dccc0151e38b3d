package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.List;
import java.util.Set;

/** A tensor of the shape given by the INT64 operand, filled with the one element of {@code value}. */
public record ConstantOfShape(Tensor value) implements Op {
    @Override
    public Set<Integer> parameters() {
        return Set.of(0);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, 1);
        check(this, value.size() == 1, "value must have one element, got %s", value.type());
        long[] shape = Axes.longs(this, in, 0, "shape");
        int[] dims = new int[shape.length];
        for (int i = 0; i < dims.length; i++) {
            check(this, shape[i] >= 0, "operand 0 (shape) has the extent %d", shape[i]);
            dims[i] = Axes.extent(this, shape[i]);
        }
        return List.of(new TensorType(value.dtype(), Shape.of(dims)));
    }
}
