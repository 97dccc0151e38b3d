package dev.lathe.data;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.nio.ByteBuffer;

/** Element types of {@link Npy} files: NumPy's code, the type it is held as, and how one element is moved. */
enum NpyElement {
    FLOAT("f4", 4, DType.FLOAT32),
    HALF("f2", 2, DType.FLOAT32),
    DOUBLE("f8", 8, DType.FLOAT32),
    LONG("i8", 8, DType.INT64),
    INT("i4", 4, DType.INT32),
    BYTE("i1", 1, DType.INT8),
    UNSIGNED_BYTE("u1", 1, DType.UINT8),
    BOOL("b1", 1, DType.BOOL);

    private final String code;
    private final int bytes;
    private final DType dtype;

    NpyElement(String code, int bytes, DType dtype) {
        this.code = code;
        this.bytes = bytes;
        this.dtype = dtype;
    }

    /** What {@code dtype} is written as. */
    static NpyElement of(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> FLOAT;
            case INT64 -> LONG;
            case INT32 -> INT;
            case INT8 -> BYTE;
            case UINT8 -> UNSIGNED_BYTE;
            case BOOL -> BOOL;
        };
    }

    /** NumPy's kind and size, without the byte order. */
    String code() {
        return code;
    }

    /** Bytes per element in the file. */
    int bytes() {
        return bytes;
    }

    DType dtype() {
        return dtype;
    }

    /** Moves the next element of {@code from}, which is little-endian, to {@code to[index]}. */
    void get(ByteBuffer from, Tensor to, int index) {
        switch (this) {
            case FLOAT -> to.floats()[index] = from.getFloat();
            case HALF -> to.floats()[index] = Float.float16ToFloat(from.getShort());
            case DOUBLE -> to.floats()[index] = (float) from.getDouble();
            case LONG -> to.longs()[index] = from.getLong();
            case INT -> to.ints()[index] = from.getInt();
            case BYTE, UNSIGNED_BYTE -> to.bytes()[index] = from.get();
            case BOOL -> to.set(index, (long) from.get());
        }
    }

    /** Appends {@code from[index]} to {@code to}, which is little-endian. */
    void put(Tensor from, int index, ByteBuffer to) {
        switch (this) {
            case FLOAT -> to.putFloat(from.floats()[index]);
            case HALF -> to.putShort(Float.floatToFloat16(from.floats()[index]));
            case DOUBLE -> to.putDouble(from.floats()[index]);
            case LONG -> to.putLong(from.longs()[index]);
            case INT -> to.putInt(from.ints()[index]);
            case BYTE, UNSIGNED_BYTE, BOOL -> to.put(from.bytes()[index]);
        }
    }
}
