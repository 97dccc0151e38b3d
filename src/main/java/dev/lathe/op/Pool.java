package dev.lathe.op;

import dev.lathe.error.ShapeException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Pooling over 1, 2 or 3 spatial axes of x [n, c, ...], FLOAT32 or for MAX also INT8 or UINT8. MAX gives a second INT64
 * result, the flat index of each maximum in x ({@code columnMajor}: as if the spatial axes were stored first axis
 * fastest); the first of equal ones. AVERAGE divides by the window's positions inside x, with {@code countPadding} by
 * those inside the padded x; where {@code ceil} makes a window hang over that, the overhang never counts. {@code p}:
 * the norm of LP, the p-th root of the sum of |x|^p. A window wholly inside the padding gives the lowest value of the
 * type with index -1 (MAX) or 0 (AVERAGE, LP).
 */
public record Pool(Kind kind, Window window, boolean ceil, boolean countPadding, int p, boolean columnMajor)
        implements Op {
    public enum Kind {
        MAX,
        AVERAGE,
        LP
    }

    public Pool {
        if (window.kernel().isEmpty()) {
            throw new ShapeException(name(kind) + ": attribute kernel_shape is missing");
        }
        norm(name(kind), kind, p);
    }

    static String name(Kind kind) {
        return switch (kind) {
            case MAX -> "MaxPool";
            case AVERAGE -> "AveragePool";
            case LP -> "LpPool";
        };
    }

    /** Refuses a norm below 1; only LP has one. */
    static void norm(String op, Kind kind, int p) {
        if (kind == Kind.LP && p < 1) {
            throw new ShapeException(op + ": attribute p is " + p + ", wanted 1 or more");
        }
    }

    @Override
    public String name() {
        return name(kind);
    }

    /**
     * The window over x; the results have its {@link Geometry#out}.
     *
     * @throws ShapeException if the window does not fit x
     */
    public Geometry geometry(Shape x) {
        Check.check(
                this,
                x.rank() >= 3 && x.rank() <= 5,
                "x %s has rank %d, wanted 3 to 5: [n, c, spatial...]",
                x,
                x.rank());
        if (window.padding() instanceof Padding.Explicit(List<Integer> begin, List<Integer> end)) {
            Channels.notNegative(this, "pads", begin);
            Channels.notNegative(this, "pads", end);
        }
        int[] kernel = window.kernel().stream().mapToInt(Integer::intValue).toArray();
        return window.over(this, x, kernel, ceil);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, 1);
        if (kind == Kind.MAX) {
            Check.dtype(this, in, 0, DType.FLOAT32, DType.INT8, DType.UINT8);
        } else {
            Check.dtype(this, in, 0, DType.FLOAT32);
        }
        Shape x = in.shape(0);
        Geometry geometry = geometry(x);
        Shape y = Channels.result(x.dim(0), x.dim(1), geometry.out());
        TensorType result = new TensorType(in.dtype(0), y);
        return kind == Kind.MAX ? List.of(result, new TensorType(DType.INT64, y)) : List.of(result);
    }
}
