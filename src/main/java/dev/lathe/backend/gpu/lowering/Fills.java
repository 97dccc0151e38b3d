package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.ConstantOfShape;
import dev.lathe.op.Dropout;
import dev.lathe.op.Range;
import dev.lathe.op.ShapeOf;
import dev.lathe.op.SizeOf;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Operators whose results are known before the run, if not the operand itself. */
final class Fills {
    private Fills() {}

    static Lowered constantOfShape(ConstantOfShape op, Call call) {
        TensorType type = call.result(0);
        return Lowered.of(Copies.fill(
                new Arg.Table(op.value()),
                new Arg.Result(0),
                type.dtype(),
                type.shape().size(),
                call));
    }

    static Lowered dropout(Dropout op, Call call) {
        int size = call.shape(0).size();
        List<Launch> launches = new ArrayList<>();
        if (call.wants(0)) {
            StridedBox row = StridedBox.row(DType.FLOAT32, size);
            launches.add(Copies.strided(new Arg.Operand(0), new Arg.Result(0), row, call));
        }
        if (call.wants(1)) {
            Tensor kept = Tensor.of(DType.BOOL, Shape.SCALAR, new byte[] {1});
            launches.add(Copies.fill(new Arg.Table(kept), new Arg.Result(1), DType.BOOL, size, call));
        }
        return new Lowered.Launches(List.of(), launches);
    }

    static Lowered range(Range op, Call call) {
        Tensor start = call.operands().value(0, "start");
        Tensor delta = call.operands().value(2, "delta");
        Tensor values = Tensor.zeros(call.result(0));
        for (int i = 0; i < values.size(); i++) {
            if (values.dtype() == DType.FLOAT32) {
                values.floats()[i] = start.floats()[0] + i * delta.floats()[0];
            } else {
                values.set(i, start.longAt(0) + i * delta.longAt(0));
            }
        }
        return Lowered.of(Copies.table(values, 0, call));
    }

    static Lowered shapeOf(ShapeOf op, Call call) {
        return Lowered.of(Copies.table(Tensor.vector(op.extents(call.shape(0))), 0, call));
    }

    static Lowered sizeOf(SizeOf op, Call call) {
        return Lowered.of(Copies.table(Tensor.scalar((long) call.shape(0).size()), 0, call));
    }
}
