package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.Activate;
import dev.lathe.op.Binary;
import dev.lathe.op.Cast;
import dev.lathe.op.PRelu;
import dev.lathe.op.Unary;
import dev.lathe.op.Where;

/** To be written. */
final class Elementwise {
    private Elementwise() {}

    static Lowered activate(Activate op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered binary(Binary op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered cast(Cast op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered pRelu(PRelu op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered unary(Unary op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered where(Where op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }
}
