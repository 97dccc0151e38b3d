package dev.lathe.onnx;

import static dev.lathe.onnx.NodeEncodings.none;

import dev.lathe.op.DequantizeLinear;
import dev.lathe.op.QuantizeLinear;
import dev.lathe.tensor.DType;

/** Quantisation as nodes. */
final class QuantizationEncodings {
    private static final int ZERO_POINT = 2;

    private QuantizationEncodings() {}

    static void quantize(QuantizeLinear op, NodeWriter to) {
        AttributesBuilder attributes = blocked(op.axis(), op.blockSize());
        // Otherwise the zero point tells the type, and UINT8 is the default.
        if (!to.has(ZERO_POINT) && op.to() != DType.UINT8) {
            attributes.put("output_dtype", ElementTypes.number(op.to()));
        }
        to.whole(op.name(), attributes);
    }

    static void dequantize(DequantizeLinear op, NodeWriter to) {
        to.whole(op.name(), blocked(op.axis(), op.blockSize()));
    }

    private static AttributesBuilder blocked(int axis, int blockSize) {
        AttributesBuilder attributes = none().put("axis", axis);
        return blockSize == 0 ? attributes : attributes.put("block_size", blockSize);
    }
}
