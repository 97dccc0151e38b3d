package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.Resampling;
import dev.lathe.op.Resize;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.List;

/** Resize: picking neighbours is a {@link MappedBox}, weighing them a {@link WeightedBox}. */
final class Resizing {
    private Resizing() {}

    static Lowered resize(Resize op, Call call) {
        Shape x = call.shape(0);
        DType dtype = call.operands().dtype(0);
        List<Resampling> axes = op.resolve(call.operands()).stream()
                .map(axis -> Resampling.of(op, axis))
                .toList();
        Tensor filling = Tensor.zeros(new TensorType(dtype, Shape.SCALAR));
        filling.set(0, (double) op.extrapolation());
        if (op.interpolation() == Resize.Interpolation.NEAREST) {
            List<int[]> maps = axes.stream().map(Resampling::first).toList();
            return MappedBox.of(x, maps).lower(new Arg.Table(filling), call);
        }
        boolean wide = dtype == DType.INT32 || dtype == DType.INT64;
        return wide && !call.device().doubles()
                ? new Lowered.Refused("weighing " + dtype + " wants double precision, which the device has not")
                : WeightedBox.of(x, axes).lower(filling, call);
    }
}
