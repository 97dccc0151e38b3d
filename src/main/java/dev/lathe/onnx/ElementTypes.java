package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.lathe.op.ElementType;
import dev.lathe.tensor.DType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** ONNX numbers of element types and what Lathe holds such elements in. */
final class ElementTypes {
    private ElementTypes() {}

    /** The element type with this ONNX number; null for those that Lathe does not hold. */
    static @Nullable ElementType of(int onnx) {
        return switch (onnx) {
            case DataType.FLOAT_VALUE -> ElementType.FLOAT32;
            case DataType.FLOAT16_VALUE -> ElementType.FLOAT16;
            case DataType.BFLOAT16_VALUE -> ElementType.BFLOAT16;
            case DataType.DOUBLE_VALUE -> ElementType.DOUBLE;
            case DataType.INT64_VALUE -> ElementType.INT64;
            case DataType.INT32_VALUE -> ElementType.INT32;
            case DataType.INT8_VALUE -> ElementType.INT8;
            case DataType.UINT8_VALUE -> ElementType.UINT8;
            case DataType.BOOL_VALUE -> ElementType.BOOL;
            default -> null;
        };
    }

    static ElementType of(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> ElementType.FLOAT32;
            case INT64 -> ElementType.INT64;
            case INT32 -> ElementType.INT32;
            case INT8 -> ElementType.INT8;
            case UINT8 -> ElementType.UINT8;
            case BOOL -> ElementType.BOOL;
        };
    }

    /** The ONNX number of {@code type}. */
    static int number(ElementType type) {
        return switch (type) {
            case FLOAT32 -> DataType.FLOAT_VALUE;
            case FLOAT16 -> DataType.FLOAT16_VALUE;
            case BFLOAT16 -> DataType.BFLOAT16_VALUE;
            case DOUBLE -> DataType.DOUBLE_VALUE;
            case INT64 -> DataType.INT64_VALUE;
            case INT32 -> DataType.INT32_VALUE;
            case INT8 -> DataType.INT8_VALUE;
            case UINT8 -> DataType.UINT8_VALUE;
            case BOOL -> DataType.BOOL_VALUE;
        };
    }

    static int number(DType dtype) {
        return number(of(dtype));
    }

    /** The ONNX number of a type spelt as opsets before 6 do, such as {@code FLOAT16}; 0 for none. */
    static int number(String spelt) {
        for (DataType type : DataType.values()) {
            if (type.name().equals(spelt)) {
                return type.getNumber();
            }
        }
        return DataType.UNDEFINED_VALUE;
    }

    /** Bytes of one element in a file. */
    static int bytes(ElementType type) {
        return switch (type) {
            case FLOAT32, INT32 -> 4;
            case FLOAT16, BFLOAT16 -> 2;
            case DOUBLE, INT64 -> 8;
            case INT8, UINT8, BOOL -> 1;
        };
    }

    /** The name of an ONNX number, for messages: {@code uint16}. */
    static String name(int onnx) {
        DataType type = DataType.forNumber(onnx);
        return type == null ? "number " + onnx : type.name().toLowerCase(Locale.ROOT);
    }
}
