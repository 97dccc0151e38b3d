package dev.lathe.op;

import dev.lathe.error.ShapeException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * saturate(round(x/scale) + zeroPoint), ties to even, to {@code to} (UINT8, INT8). Operands x (FLOAT32 or INT32), scale
 * (FLOAT32), optional zero point of type {@code to}; axis and blocks as in {@link DequantizeLinear}. The quotient is
 * rounded to single precision first. NaN becomes the zero point.
 */
public record QuantizeLinear(int axis, int blockSize, DType to) implements Op {
    /** @throws ShapeException if the block size is negative or {@code to} is no 8-bit integer */
    public QuantizeLinear {
        if (blockSize < 0) {
            throw new ShapeException("QuantizeLinear: attribute block_size is " + blockSize + ", wanted 0 or more");
        }
        if (to != DType.UINT8 && to != DType.INT8) {
            throw new ShapeException("QuantizeLinear: gives UINT8 or INT8, wanted is " + to);
        }
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 2, 3);
        Check.dtype(this, in, 0, DType.FLOAT32, DType.INT32);
        Check.dtype(this, in, 1, DType.FLOAT32);
        if (in.has(2)) {
            Check.dtype(this, in, 2, to);
        }
        DequantizeLinear.scales(this, in, axis, blockSize);
        return Elementwise.one(to, in.shape(0));
    }

    /** Least code of {@code to}. */
    public int least() {
        return to == DType.INT8 ? Byte.MIN_VALUE : 0;
    }

    /** Largest code of {@code to}. */
    public int largest() {
        return to == DType.INT8 ? Byte.MAX_VALUE : 0xff;
    }
}
