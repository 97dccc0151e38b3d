package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.error.LimitException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.List;
import java.util.Set;

/** Values start, start + delta, ... below (above) limit. Three scalar operands of one type. */
public record Range() implements Op {
    private static final List<String> ROLES = List.of("start", "limit", "delta");

    @Override
    public Set<Integer> parameters() {
        return Set.of(0, 1, 2);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 3, 3);
        for (int i = 0; i < 3; i++) {
            Check.dtype(this, in, i, DType.FLOAT32, DType.INT64, DType.INT32);
            check(this, in.dtype(i) == in.dtype(0), "operand %d is %s, operand 0 %s", i, in.type(i), in.type(0));
            check(this, in.shape(i).size() == 1, "operand %d (%s) is %s, wanted a scalar", i, ROLES.get(i), in.type(i));
        }
        return List.of(new TensorType(in.dtype(0), Shape.of(length(in))));
    }

    private int length(Operands in) {
        Tensor start = in.value(0, "start");
        Tensor limit = in.value(1, "limit");
        Tensor delta = in.value(2, "delta");
        double length = in.dtype(0) == DType.FLOAT32
                ? length(start.floats()[0], limit.floats()[0], delta.floats()[0])
                : length(start.longAt(0), limit.longAt(0), delta.longAt(0));
        if (length > Integer.MAX_VALUE) {
            throw new LimitException("Range: " + length + " values are more than a tensor can hold");
        }
        return (int) length;
    }

    private double length(float start, float limit, float delta) {
        double length = Math.ceil((double) (limit - start) / delta);
        boolean counts = delta != 0 && !Double.isNaN(length);
        check(this, counts, "cannot count from %s to %s by %s", start, limit, delta);
        return Math.max(length, 0);
    }

    private double length(long start, long limit, long delta) {
        check(this, delta != 0, "cannot count from %d to %d by 0", start, limit);
        if (delta > 0 ? start >= limit : start <= limit) {
            return 0;
        }
        // distances need all 64 bits
        long distance = delta > 0 ? limit - start : start - limit;
        long steps = Long.divideUnsigned(distance - 1, Math.abs(delta));
        return steps < 0 ? Double.POSITIVE_INFINITY : steps + 1.0;
    }
}
