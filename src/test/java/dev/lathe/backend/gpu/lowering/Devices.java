package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.tensor.TensorType;
import dev.lathe.tune.Tuning;
import java.util.ArrayList;
import java.util.List;

/** Devices that exist on paper only. */
final class Devices {
    static final Traits GPU = new Traits(false, 4, 1, 256, 1 << 15, 128, true, false, 1L << 30);
    static final Traits CPU = new Traits(true, 4, 8, 4096, 1 << 15, 128, true, true, 1L << 30);
    static final Traits SINGLES_ONLY = new Traits(false, 4, 1, 256, 1 << 15, 128, false, false, 1L << 30);

    private Devices() {}

    /** A call on {@code device} that wants every result of {@code op}. */
    static Call call(Op op, Operands operands, Traits device) {
        List<TensorType> results = new ArrayList<>(op.infer(operands));
        return new Call(operands, results, device, Tuning.NONE);
    }
}
