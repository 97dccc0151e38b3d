package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
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

    /** What a convolution of square images and filters, whose results are as large as the images, becomes. */
    static List<Launch> conv(Traits device, int images, int channels, int filters, int kernel, int extent) {
        int pad = kernel / 2;
        Padding padding = new Padding.Explicit(List.of(pad, pad), List.of(pad, pad));
        Conv conv = new Conv(new Window(List.of(), List.of(), List.of(), padding), 1, Epilogue.NONE);
        Operands operands = Operands.ofTypes(
                TensorType.float32(Shape.of(images, channels, extent, extent)),
                TensorType.float32(Shape.of(filters, channels, kernel, kernel)));
        return ((Lowered.Launches) Lowerings.lower(conv, call(conv, operands, device))).launches();
    }

    /** A GPU with so many compute units and room for everything. */
    static Traits gpu(int units) {
        return new Traits(false, units, 1, 1024, 48 << 10, 256, true, false, 1L << 34);
    }
}
