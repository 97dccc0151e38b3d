package dev.lathe.tensor;

import java.util.Locale;

/** Element type and extents of a value. */
public record TensorType(DType dtype, Shape shape) {
    public static TensorType float32(Shape shape) {
        return new TensorType(DType.FLOAT32, shape);
    }

    /** Bytes of the elements. */
    public long bytes() {
        return (long) shape.size() * dtype.bytes();
    }

    @Override
    public String toString() {
        return dtype.name().toLowerCase(Locale.ROOT) + shape;
    }
}
