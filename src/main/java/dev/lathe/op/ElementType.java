package dev.lathe.op;

import dev.lathe.tensor.DType;

/** What a cast may aim at. The narrow and wide floats are held in {@code FLOAT32}, rounded to what they can express. */
public enum ElementType {
    FLOAT32(DType.FLOAT32),
    FLOAT16(DType.FLOAT32),
    BFLOAT16(DType.FLOAT32),
    DOUBLE(DType.FLOAT32),
    INT64(DType.INT64),
    INT32(DType.INT32),
    INT8(DType.INT8),
    UINT8(DType.UINT8),
    BOOL(DType.BOOL);

    private final DType dtype;

    ElementType(DType dtype) {
        this.dtype = dtype;
    }

    /** How such elements are held. */
    public DType dtype() {
        return dtype;
    }
}
