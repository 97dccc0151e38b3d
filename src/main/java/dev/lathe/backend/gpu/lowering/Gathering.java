package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.Gather;
import dev.lathe.op.GatherElements;
import dev.lathe.op.Pad;

/** To be written. */
final class Gathering {
    private Gathering() {}

    static Lowered gather(Gather op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered gatherElements(GatherElements op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered pad(Pad op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }
}
