package dev.lathe.op;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Normalises over the axes from {@code axis} (from the end when negative) on, all FLOAT32. Operands x, scale, optional
 * bias (broadcast to those axes); results y, mean, inverse standard deviation, the latter two with extent 1 in those
 * axes. The variance is that of the population.
 */
public record LayerNormalization(int axis, float epsilon) implements Op {
    public LayerNormalization {
        Channels.epsilon("LayerNormalization", epsilon);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 2, 3);
        Shape x = in.shape(0);
        Check.check(this, axis >= -x.rank() && axis < x.rank(), "attribute axis %d is outside x %s", axis, x);
        int first = x.axis(axis);
        Shape normalised = x.slice(first, x.rank());
        Shape outer = x;
        for (int i = first; i < x.rank(); i++) {
            outer = outer.with(i, 1);
        }
        for (int i = 0; i < in.count(); i++) {
            if (in.has(i)) {
                Check.dtype(this, in, i, DType.FLOAT32);
            }
        }
        stretches(in, 1, "scale", normalised);
        if (in.has(2)) {
            stretches(in, 2, "bias", normalised);
        }
        return List.of(TensorType.float32(x), TensorType.float32(outer), TensorType.float32(outer));
    }

    private void stretches(Operands in, int index, String role, Shape to) {
        Shape from = in.shape(index);
        Check.check(
                this,
                Elementwise.widensTo(from, to),
                "operand %d (%s) has shape %s, which does not broadcast to the normalised axes %s of x %s",
                index,
                role,
                from,
                to,
                in.shape(0));
    }
}
