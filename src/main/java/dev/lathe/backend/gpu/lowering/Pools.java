package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.Pool;

/** To be written. */
final class Pools {
    private Pools() {}

    static Lowered globalPool(GlobalPool op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered pool(Pool op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }
}
