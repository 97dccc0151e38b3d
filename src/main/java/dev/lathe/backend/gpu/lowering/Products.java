package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.tensor.DType;

/** To be written. */
final class Products {
    private Products() {}

    static Lowered gemm(Gemm op, Call call) {
        return call.operands().dtype(0) == DType.FLOAT32
                ? new Lowered.Refused("not lowered yet")
                : IntegerProducts.gemm(op, call);
    }

    static Lowered matMul(MatMul op, Call call) {
        return call.operands().dtype(0) == DType.FLOAT32
                ? new Lowered.Refused("not lowered yet")
                : IntegerProducts.matMul(op, call);
    }
}
