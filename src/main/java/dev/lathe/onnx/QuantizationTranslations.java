package dev.lathe.onnx;

import dev.lathe.op.DequantizeLinear;
import dev.lathe.op.DynamicQuantizeLinear;
import dev.lathe.op.ElementType;
import dev.lathe.op.QuantizeLinear;
import dev.lathe.tensor.DType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between numbers and their 8-bit codes. */
final class QuantizationTranslations {
    private QuantizationTranslations() {}

    static void addTo(Map<String, Translation> table) {
        table.put("QuantizeLinear", QuantizationTranslations::quantize);
        table.put("DequantizeLinear", QuantizationTranslations::dequantize);
        table.put("DynamicQuantizeLinear", node -> node.emit(new DynamicQuantizeLinear()));
    }

    private static void quantize(OnnxNode node) {
        node.attributes().ignore("saturate", "precision");
        ElementType to = outputType(node);
        if (to == null && node.has(2)) {
            to = node.info(2).element();
            if (to == null) {
                throw node.unsupported("the element type of its zero point is not declared, or none that Lathe holds");
            }
        }
        DType dtype = to == null ? DType.UINT8 : to.dtype();
        if (dtype != DType.UINT8 && dtype != DType.INT8) {
            throw node.unsupported("it quantises to %s, supported are uint8 and int8", dtype);
        }
        node.emit(new QuantizeLinear(node.attributes().intOr("axis", 1), blockSize(node), dtype));
    }

    private static void dequantize(OnnxNode node) {
        ElementType to = outputType(node);
        if (to != null && to.dtype() != DType.FLOAT32) {
            throw node.malformed("output_dtype %s is no floating-point type", to);
        }
        node.emit(new DequantizeLinear(node.attributes().intOr("axis", 1), blockSize(node)));
    }

    private static @Nullable ElementType outputType(OnnxNode node) {
        int number = node.attributes().intOr("output_dtype", 0);
        ElementType type = ElementTypes.of(number);
        if (number != 0 && type == null) {
            throw node.unsupported("element type %s is not supported", ElementTypes.name(number));
        }
        return type;
    }

    private static int blockSize(OnnxNode node) {
        int size = node.attributes().intOr("block_size", 0);
        if (size < 0) {
            throw node.malformed("block_size is %d", size);
        }
        return size;
    }
}
