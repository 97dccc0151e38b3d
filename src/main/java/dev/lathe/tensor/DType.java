package dev.lathe.tensor;

/** Element types of tensors. Half, bfloat16 and double files are read into {@link #FLOAT32}. */
public enum DType {
    /** IEEE single precision, in a {@code float[]}. */
    FLOAT32(4),
    /** Signed 64 bit, in a {@code long[]}: shapes and indices. */
    INT64(8),
    /** Signed 32 bit, in an {@code int[]}. */
    INT32(4),
    /** Signed 8 bit, in a {@code byte[]}. */
    INT8(1),
    /** Unsigned 8 bit, in a {@code byte[]}, read with {@code & 0xff}. */
    UINT8(1),
    /** 0 or 1, in a {@code byte[]}. */
    BOOL(1);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes per element. */
    public int bytes() {
        return bytes;
    }

    /** Whether arithmetic on this type is integer arithmetic; false for {@link #FLOAT32} and {@link #BOOL}. */
    public boolean isInteger() {
        return this != FLOAT32 && this != BOOL;
    }
}
