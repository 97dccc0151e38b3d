package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.DequantizeLinear;
import dev.lathe.op.DynamicQuantizeLinear;
import dev.lathe.op.QuantizeLinear;

/** To be written. */
final class Quantization {
    private Quantization() {}

    static Lowered dequantizeLinear(DequantizeLinear op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered dynamicQuantizeLinear(DynamicQuantizeLinear op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered quantizeLinear(QuantizeLinear op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }
}
