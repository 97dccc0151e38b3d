package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.DequantizeLinear;
import dev.lathe.op.DynamicQuantizeLinear;
import dev.lathe.op.QuantizeLinear;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Between numbers and their 8-bit codes, element by element. */
final class Quantization {
    private static final int SCALE = 1;
    private static final int ZERO = 2;

    private Quantization() {}

    static Lowered dequantizeLinear(DequantizeLinear op, Call call) {
        DType dtype = call.operands().dtype(0);
        Shape x = call.shape(0);
        // differences of 32-bit numbers have 33 bits, more than a float holds
        String product = dtype == DType.INT32 ? "real" : "float";
        return Lowered.of(Launch.of("quant/dequantize_linear", call.cover(x.size()))
                .define("X", ElementNames.of(dtype))
                .define("PRODUCT", product)
                .operands(0, SCALE)
                .with(List.of(zero(dtype, call)))
                .result(0)
                .ints(x.size())
                .struct(ScaleBlocks.of(x, call.shape(SCALE), op.axis(), op.blockSize())
                        .fields()));
    }

    static Lowered quantizeLinear(QuantizeLinear op, Call call) {
        Shape x = call.shape(0);
        return Lowered.of(quantize(call, op.to())
                .operands(0, SCALE)
                .with(List.of(zero(op.to(), call)))
                .result(0)
                .ints(x.size())
                .struct(ScaleBlocks.of(x, call.shape(SCALE), op.axis(), op.blockSize())
                        .fields()));
    }

    /** The zero point, or as many zeros as there are scales. */
    private static Arg zero(DType dtype, Call call) {
        return call.operands().has(ZERO)
                ? new Arg.Operand(ZERO)
                : new Arg.Table(Tensor.zeros(new TensorType(dtype, call.shape(SCALE))));
    }

    private static Launch quantize(Call call, DType to) {
        return Launch.of("quant/quantize_linear", call.cover(call.shape(0).size()))
                .define("X", ElementNames.of(call.operands().dtype(0)))
                .define("Y", ElementNames.of(to))
                .define("LEAST", least(to));
    }

    /** The least code of {@code dtype}, INT8 or UINT8. */
    static int least(DType dtype) {
        return dtype == DType.INT8 ? Byte.MIN_VALUE : 0;
    }

    /** Scale and zero point go through scratch buffers: no launch reads a result of its own node. */
    static Lowered dynamicQuantizeLinear(DynamicQuantizeLinear op, Call call) {
        int size = call.shape(0).size();
        int group = Groups.alone(call.device());
        List<Launch> launches = new ArrayList<>();
        launches.add(Launch.of("quant/range_scale", Grid.cover(group, group))
                .define("GROUP", group)
                .operands(0)
                .writes(0)
                .writes(1)
                .ints(size));
        if (call.wants(0) && size > 0) {
            launches.add(quantize(call, DType.UINT8)
                    .operands(0)
                    .reads(0)
                    .reads(1)
                    .result(0)
                    .ints(size)
                    .struct(ScaleBlocks.of(call.shape(0), Shape.SCALAR, 0, 0).fields()));
        }
        if (call.wants(1)) {
            launches.add(Copies.fill(new Arg.Scratch(0, false), new Arg.Result(1), DType.FLOAT32, 1, call));
        }
        if (call.wants(2)) {
            launches.add(Copies.fill(new Arg.Scratch(1, false), new Arg.Result(2), DType.UINT8, 1, call));
        }
        return new Lowered.Launches(List.of((long) Float.BYTES, 1L), launches);
    }
}
