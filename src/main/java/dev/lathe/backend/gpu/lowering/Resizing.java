package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.Resize;

/** To be written. */
final class Resizing {
    private Resizing() {}

    static Lowered resize(Resize op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }
}
