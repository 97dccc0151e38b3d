package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;

/** To be written. */
final class Products {
    private Products() {}

    static Lowered gemm(Gemm op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }

    static Lowered matMul(MatMul op, Call call) {
        return new Lowered.Refused("not lowered yet");
    }
}
