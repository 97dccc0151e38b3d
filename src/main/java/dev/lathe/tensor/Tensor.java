package dev.lathe.tensor;

import dev.lathe.error.ShapeException;
import java.util.Arrays;

/**
 * A dense row-major array on the Java heap with a type and a shape.
 *
 * <p>The tensor wraps the array it is made of: the caller may keep writing to it, and {@link #floats()} and its like
 * hand out that same array. The array may be longer than the shape needs; elements beyond {@code shape().size()} mean
 * nothing. Nothing has to be closed.
 */
public final class Tensor {
    private final TensorType type;
    private final Object data;

    private Tensor(TensorType type, Object data, int length) {
        if (length < type.shape().size()) {
            throw new ShapeException("an array of " + length + " elements is too short for " + type);
        }
        this.type = type;
        this.data = data;
    }

    public static Tensor of(Shape shape, float... data) {
        return new Tensor(new TensorType(DType.FLOAT32, shape), data, data.length);
    }

    public static Tensor of(Shape shape, long... data) {
        return new Tensor(new TensorType(DType.INT64, shape), data, data.length);
    }

    public static Tensor of(Shape shape, int... data) {
        return new Tensor(new TensorType(DType.INT32, shape), data, data.length);
    }

    /** {@code dtype} is one of {@code INT8}, {@code UINT8}, {@code BOOL}. */
    public static Tensor of(DType dtype, Shape shape, byte[] data) {
        if (dtype.bytes() != 1) {
            throw new ShapeException("a byte array holds no " + dtype);
        }
        return new Tensor(new TensorType(dtype, shape), data, data.length);
    }

    public static Tensor scalar(float value) {
        return of(Shape.SCALAR, value);
    }

    public static Tensor scalar(long value) {
        return of(Shape.SCALAR, value);
    }

    /** A rank-1 {@code INT64} tensor: how ONNX passes shapes and axes. */
    public static Tensor vector(long... values) {
        return of(Shape.of(values.length), values);
    }

    /** A new tensor of zeros. */
    public static Tensor zeros(TensorType type) {
        int size = type.shape().size();
        Object data =
                switch (type.dtype()) {
                    case FLOAT32 -> new float[size];
                    case INT64 -> new long[size];
                    case INT32 -> new int[size];
                    case INT8, UINT8, BOOL -> new byte[size];
                };
        return new Tensor(type, data, size);
    }

    public TensorType type() {
        return type;
    }

    public DType dtype() {
        return type.dtype();
    }

    public Shape shape() {
        return type.shape();
    }

    /** Number of elements. */
    public int size() {
        return type.shape().size();
    }

    /** The array behind a {@code FLOAT32} tensor. */
    public float[] floats() {
        return (float[]) array(DType.FLOAT32);
    }

    /** The array behind an {@code INT64} tensor. */
    public long[] longs() {
        return (long[]) array(DType.INT64);
    }

    /** The array behind an {@code INT32} tensor. */
    public int[] ints() {
        return (int[]) array(DType.INT32);
    }

    /** The array behind an {@code INT8}, {@code UINT8} or {@code BOOL} tensor. */
    public byte[] bytes() {
        if (dtype().bytes() != 1) {
            throw new ShapeException("wanted an 8-bit tensor, got " + type);
        }
        return (byte[]) data;
    }

    /** The array itself, for {@link System#arraycopy}. */
    public Object array() {
        return data;
    }

    private Object array(DType wanted) {
        if (dtype() != wanted) {
            throw new ShapeException("wanted a " + wanted + " tensor, got " + type);
        }
        return data;
    }

    /** Element {@code index} as a double; exact for all types but large {@code INT64}. */
    public double doubleAt(int index) {
        return switch (dtype()) {
            case FLOAT32 -> ((float[]) data)[index];
            case INT64, INT32, INT8, UINT8, BOOL -> longAt(index);
        };
    }

    /** Element {@code index} as a long; a float is cut towards zero. */
    public long longAt(int index) {
        return switch (dtype()) {
            case FLOAT32 -> (long) ((float[]) data)[index];
            case INT64 -> ((long[]) data)[index];
            case INT32 -> ((int[]) data)[index];
            case INT8 -> ((byte[]) data)[index];
            case UINT8, BOOL -> ((byte[]) data)[index] & 0xff;
        };
    }

    /** Stores {@code value}; integer types keep its low bits, {@code BOOL} stores whether it is not zero. */
    public void set(int index, long value) {
        switch (dtype()) {
            case FLOAT32 -> ((float[]) data)[index] = value;
            case INT64 -> ((long[]) data)[index] = value;
            case INT32 -> ((int[]) data)[index] = (int) value;
            case INT8, UINT8 -> ((byte[]) data)[index] = (byte) value;
            case BOOL -> ((byte[]) data)[index] = (byte) (value == 0 ? 0 : 1);
        }
    }

    /** Stores {@code value} rounded to single precision, or cut towards zero for the integer types. */
    public void set(int index, double value) {
        if (dtype() == DType.FLOAT32) {
            ((float[]) data)[index] = (float) value;
        } else {
            set(index, (long) value);
        }
    }

    /** All elements as longs: for shapes, axes and other small integer operands. */
    public long[] toLongs() {
        long[] values = new long[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = longAt(i);
        }
        return values;
    }

    /** The same array under another shape of the same size. */
    public Tensor reshaped(Shape shape) {
        if (shape.size() != size()) {
            throw new ShapeException("cannot see " + type + " as " + shape);
        }
        return new Tensor(new TensorType(dtype(), shape), data, size());
    }

    /**
     * The front part of the same array as another, not larger type with elements of the same kind; how buffers are
     * shared. Byte-sized types are of one kind.
     */
    public Tensor viewedAs(TensorType other) {
        if (other.dtype() != dtype() && !(other.dtype().bytes() == 1 && dtype().bytes() == 1)) {
            throw new ShapeException("cannot see " + type + " as " + other);
        }
        return new Tensor(other, data, size());
    }

    /** A deep copy whose array has exactly {@link #size()} elements. */
    public Tensor copy() {
        Tensor copy = zeros(type);
        System.arraycopy(data, 0, copy.data, 0, size());
        return copy;
    }

    /** Same type, same shape, same elements bit by bit. */
    public boolean sameBits(Tensor other) {
        if (!type.equals(other.type)) {
            return false;
        }
        int n = size();
        return switch (dtype()) {
            case FLOAT32 -> {
                float[] a = (float[]) data;
                float[] b = (float[]) other.data;
                for (int i = 0; i < n; i++) {
                    if (Float.floatToRawIntBits(a[i]) != Float.floatToRawIntBits(b[i])) {
                        yield false;
                    }
                }
                yield true;
            }
            case INT64 -> Arrays.equals((long[]) data, 0, n, (long[]) other.data, 0, n);
            case INT32 -> Arrays.equals((int[]) data, 0, n, (int[]) other.data, 0, n);
            case INT8, UINT8, BOOL -> Arrays.equals((byte[]) data, 0, n, (byte[]) other.data, 0, n);
        };
    }

    @Override
    public String toString() {
        return "Tensor " + type;
    }
}
