package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.*;

/** Which launches an operator becomes. */
public final class Lowerings {
    private Lowerings() {}

    /** What {@code op} becomes in {@code call}. The results have at least one element. */
    public static Lowered lower(Op op, Call call) {
        return switch (op) {
            case Unary o -> new Lowered.Refused("not lowered yet " + o + call);
            case Op _ -> new Lowered.Refused("not lowered yet");
        };
    }
}
