package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.Concat;
import dev.lathe.op.DepthToSpace;
import dev.lathe.op.Expand;
import dev.lathe.op.Slice;
import dev.lathe.op.SpaceToDepth;
import dev.lathe.op.Split;
import dev.lathe.op.Tile;
import dev.lathe.op.Transpose;

/** To be written. */
final class Movement {
    private Movement() {}

    static Lowered concat(Concat op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered depthToSpace(DepthToSpace op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered expand(Expand op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered slice(Slice op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered spaceToDepth(SpaceToDepth op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered split(Split op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered tile(Tile op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered transpose(Transpose op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    /** Reshape and its like: the elements stay in order. */
    static Lowered copy(Call call) {
        return new Lowered.Refused("not lowered yet");
    }
}
