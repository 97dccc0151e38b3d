package dev.lathe.backend.gpu.lowering;

import dev.lathe.tensor.DType;

/** What the kernels' dialect calls the types of elements. */
final class ElementNames {
    private ElementNames() {}

    static String of(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> "float";
            case INT64 -> "long";
            case INT32 -> "int";
            case INT8 -> "char";
            case UINT8, BOOL -> "uchar";
        };
    }
}
