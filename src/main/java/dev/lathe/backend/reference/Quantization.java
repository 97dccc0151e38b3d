package dev.lathe.backend.reference;

import dev.lathe.op.DequantizeLinear;
import dev.lathe.op.DynamicQuantizeLinear;
import dev.lathe.op.QuantizeLinear;

/** Between numbers and their 8-bit codes. */
final class Quantization {
    private Quantization() {}

    static void dequantizeLinear(DequantizeLinear op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void dynamicQuantizeLinear(DynamicQuantizeLinear op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void quantizeLinear(QuantizeLinear op, Args args) {
        throw new UnsupportedOperationException();
    }
}
