package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.Conv;
import dev.lathe.op.ConvTranspose;

/** To be written. */
final class Convolutions {
    private Convolutions() {}

    static Lowered conv(Conv op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered convTranspose(ConvTranspose op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }
}
