package dev.lathe.backend.gpu;

import static dev.lathe.backend.gpu.MovementCases.exact;

import dev.lathe.RandomTensors;
import dev.lathe.op.DequantizeLinear;
import dev.lathe.op.DynamicQuantizeLinear;
import dev.lathe.op.QuantizeLinear;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Between numbers and their codes: the same bits as the reference's. */
final class QuantizationCases {
    private static final Random RANDOM = new Random(64);
    /** Ties, what saturates, and what is no number. */
    private static final float[] SPECIAL = {
        0.5f,
        1.5f,
        -0.5f,
        -2.5f,
        0.25f,
        300,
        -300,
        1e30f,
        -1e30f,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN,
        -0f
    };

    private QuantizationCases() {}

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>();
        addQuantize(cases);
        addDequantize(cases);
        addDynamic(cases);
        return cases;
    }

    private static void addQuantize(List<OpCase> cases) {
        Tensor x = scaled(3, 5, 7);
        Tensor special = Tensor.of(Shape.of(SPECIAL.length), SPECIAL);
        for (DType to : List.of(DType.UINT8, DType.INT8)) {
            QuantizeLinear plain = new QuantizeLinear(1, 0, to);
            cases.add(exact("quantize to " + to, plain, x, Tensor.scalar(0.37f), bytes(to, 3)));
            cases.add(exact("quantize specials to " + to, plain, special, Tensor.scalar(1f), bytes(to, 5)));
            cases.add(exact("quantize along an axis to " + to, plain, x, scales(5), bytes(to, 1, -2, 3, 4, -5)));
        }
        cases.add(exact("quantize without zero point", new QuantizeLinear(-1, 0, DType.UINT8), x, scales(7)));
        cases.add(exact("quantize halves", new QuantizeLinear(0, 0, DType.INT8), special, Tensor.scalar(0.5f)));
        cases.add(exact("quantize in blocks", new QuantizeLinear(1, 2, DType.INT8), x, scales(3, 3, 7)));
        cases.add(exact(
                "quantize blocks of a matrix", new QuantizeLinear(-1, 3, DType.UINT8), scaled(2, 7), scales(2, 3)));
        Tensor whole = Tensor.of(Shape.of(6), 5, -1000, 16_777_217, Integer.MAX_VALUE, Integer.MIN_VALUE, 7);
        cases.add(exact("quantize integers", new QuantizeLinear(0, 0, DType.UINT8), whole, Tensor.scalar(2f)));
    }

    private static void addDequantize(List<OpCase> cases) {
        for (DType dtype : List.of(DType.UINT8, DType.INT8)) {
            Tensor x = tensor(dtype, 3, 5, 7);
            DequantizeLinear plain = new DequantizeLinear(1, 0);
            cases.add(exact("dequantize " + dtype, plain, x, Tensor.scalar(0.37f), bytes(dtype, 3)));
            cases.add(exact("dequantize along an axis " + dtype, plain, x, scales(5), tensor(dtype, 5)));
            Tensor zeros = tensor(dtype, 3, 2, 7);
            cases.add(exact("dequantize in blocks " + dtype, new DequantizeLinear(-2, 4), x, scales(3, 2, 7), zeros));
        }
        Tensor small = Tensor.of(Shape.of(4), 5, -1000, 16_777_215, -16_777_216);
        Tensor large = Tensor.of(Shape.of(4), 5, 16_777_217, Integer.MAX_VALUE, Integer.MIN_VALUE);
        Tensor least = Tensor.of(Shape.SCALAR, Integer.MIN_VALUE);
        Tensor scale = Tensor.scalar(0.1f);
        cases.add(exact("dequantize integers", new DequantizeLinear(0, 0), small, scale));
        // without doubles, a difference of 33 bits is rounded, then its product
        List<@Nullable Tensor> operands = List.of(large, scale, least);
        cases.add(new OpCase("dequantize large integers", new DequantizeLinear(0, 0), operands, 0, 3, 0x1p32 * 0.1));
    }

    private static void addDynamic(List<OpCase> cases) {
        DynamicQuantizeLinear op = new DynamicQuantizeLinear();
        cases.add(exact("dynamic quantize", op, scaled(3, 37)));
        cases.add(exact("dynamic quantize of one", op, Tensor.scalar(2.5f)));
        cases.add(exact("dynamic quantize of negative numbers", op, Tensor.of(Shape.of(3), -1f, -2, -7)));
        cases.add(exact("dynamic quantize of zeros", op, Tensor.of(Shape.of(17), new float[17])));
        cases.add(exact("dynamic quantize of no number", op, Tensor.of(Shape.of(3), 1, Float.NaN, -3)));
        cases.add(exact("dynamic quantize of many", op, scaled(1031)));
    }

    /** Floats in -100..100. */
    private static Tensor scaled(int... dims) {
        Tensor tensor = RandomTensors.floats(RANDOM, dims);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.set(i, tensor.doubleAt(i) * 100);
        }
        return tensor;
    }

    private static Tensor scales(int... dims) {
        Tensor tensor = RandomTensors.floats(RANDOM, dims);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.set(i, Math.abs(tensor.doubleAt(i)) + 0.1);
        }
        return tensor;
    }

    private static Tensor bytes(DType dtype, int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return Tensor.of(dtype, values.length == 1 ? Shape.SCALAR : Shape.of(bytes.length), bytes);
    }

    private static Tensor tensor(DType dtype, int... dims) {
        return RandomTensors.of(RANDOM, dtype, Shape.of(dims));
    }
}
