package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.GroupNormalization;
import dev.lathe.op.InstanceNormalization;
import dev.lathe.op.LayerNormalization;
import dev.lathe.op.Lrn;

/** To be written. */
final class Norms {
    private Norms() {}

    static Lowered batchNormalization(BatchNormalization op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered groupNormalization(GroupNormalization op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered instanceNormalization(InstanceNormalization op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered layerNormalization(LayerNormalization op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered lrn(Lrn op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }
}
