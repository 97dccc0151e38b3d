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

    /** A type of {@code dtype}'s size, for kernels that only move elements: fewer programs to build. */
    static String ofSize(DType dtype) {
        return switch (dtype) {
            case FLOAT32, INT32 -> "int";
            case INT64 -> "long";
            case INT8, UINT8, BOOL -> "uchar";
        };
    }
}
