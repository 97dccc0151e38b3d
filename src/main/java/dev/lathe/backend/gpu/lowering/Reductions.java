package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.ArgReduce;
import dev.lathe.op.Reduce;
import dev.lathe.op.Softmax;

/** To be written. */
final class Reductions {
    private Reductions() {}

    static Lowered argReduce(ArgReduce op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered reduce(Reduce op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered softmax(Softmax op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }
}
