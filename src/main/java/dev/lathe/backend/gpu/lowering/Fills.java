package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.ConstantOfShape;
import dev.lathe.op.Dropout;
import dev.lathe.op.Range;
import dev.lathe.op.ShapeOf;
import dev.lathe.op.SizeOf;

/** To be written. */
final class Fills {
    private Fills() {}

    static Lowered constantOfShape(ConstantOfShape op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered dropout(Dropout op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered range(Range op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered shapeOf(ShapeOf op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered sizeOf(SizeOf op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }
}
