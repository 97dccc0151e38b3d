package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.ConvInteger;
import dev.lathe.op.MatMulInteger;
import dev.lathe.op.QLinearConv;
import dev.lathe.op.QLinearMatMul;

/** To be written. */
final class IntegerProducts {
    private IntegerProducts() {}

    static Lowered convInteger(ConvInteger op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered matMulInteger(MatMulInteger op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered qLinearConv(QLinearConv op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered qLinearMatMul(QLinearMatMul op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }
}
