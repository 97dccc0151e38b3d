package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.error.ShapeException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/** Operand 1 where BOOL operand 0 is true, otherwise operand 2, of any one type; all three broadcast. */
public record Where() implements Op {
    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 3, 3);
        Check.dtype(this, in, 0, DType.BOOL);
        Elementwise.sameType(this, in, 1, 2);
        Shape values = Elementwise.broadcast(this, in, 1, 2);
        return Elementwise.one(in.dtype(1), with(in.shape(0), values));
    }

    private Shape with(Shape condition, Shape values) {
        try {
            return Shape.broadcast(condition, values);
        } catch (ShapeException _) {
            check(this, false, "operand 0 %s does not broadcast with operands 1 and 2, together %s", condition, values);
            return values;
        }
    }
}
