package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;

/** Zero points and other operands that are one number, one for each filter, or left out. */
final class Zeros {
    private Zeros() {}

    /** Operand {@code index}, or a single zero of the type of operand {@code like}. */
    static Arg orZero(int index, int like, Call call) {
        return call.operands().has(index)
                ? new Arg.Operand(index)
                : new Arg.Table(Tensor.zeros(new TensorType(call.operands().dtype(like), Shape.SCALAR)));
    }

    /** Distance of the numbers of operand {@code index}: 0 if there is but one, or none. */
    static int step(int index, Call call) {
        return call.operands().has(index) && call.shape(index).size() > 1 ? 1 : 0;
    }
}
