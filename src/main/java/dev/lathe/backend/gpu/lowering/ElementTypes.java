package dev.lathe.backend.gpu.lowering;

import dev.lathe.tensor.DType;

/** Element types in the kernels' dialect. */
final class ElementTypes {
    private ElementTypes() {}

    static String of(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> "float";
            case INT64 -> "long";
            case INT32 -> "int";
            case INT8 -> "char";
            case UINT8, BOOL -> "uchar";
        };
    }

    /** The least code of {@code dtype}, INT8 or UINT8. */
    static int least(DType dtype) {
        return dtype == DType.INT8 ? Byte.MIN_VALUE : 0;
    }
}
