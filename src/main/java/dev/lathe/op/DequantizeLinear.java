package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.error.ShapeException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * (x - zeroPoint)·scale to FLOAT32. Operands x (INT8, UINT8, INT32), scale (FLOAT32), optional zero point of x's type.
 *
 * <p>Scale and zero point have one shape: a single element; a vector with one element per index along {@code axis}; or,
 * with {@code blockSize} &gt; 0, the shape of x but for {@code axis}, where each element stands for {@code blockSize}
 * neighbours and the last block may be short.
 */
public record DequantizeLinear(int axis, int blockSize) implements Op {
    /** @throws ShapeException if the block size is negative */
    public DequantizeLinear {
        if (blockSize < 0) {
            throw new ShapeException("DequantizeLinear: attribute block_size is " + blockSize + ", wanted 0 or more");
        }
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 2, 3);
        Check.dtype(this, in, 0, DType.INT8, DType.UINT8, DType.INT32);
        Check.dtype(this, in, 1, DType.FLOAT32);
        if (in.has(2)) {
            Elementwise.sameType(this, in, 0, 2);
        }
        scales(this, in, axis, blockSize);
        return Elementwise.one(DType.FLOAT32, in.shape(0));
    }

    /** Refuses unless scale (operand 1) and zero point (operand 2) fit x (operand 0). */
    static void scales(Op op, Operands in, int axis, int blockSize) {
        Shape x = in.shape(0);
        Shape scale = in.shape(1);
        if (blockSize > 0) {
            int along = Axes.resolve(op, x, axis);
            Shape wanted = x.with(along, Math.ceilDiv(x.dim(along), blockSize));
            check(op, scale.equals(wanted), "operand 1 (scale) is %s, wanted blocks %s of x %s", scale, wanted, x);
        } else if (scale.rank() > 1 || scale.size() != 1) {
            check(op, scale.rank() == 1, "operand 1 (scale) %s must have one element or rank 1", scale);
            int along = Axes.resolve(op, x, axis);
            check(
                    op,
                    scale.size() == x.dim(along),
                    "operand 1 (scale) %s has %d elements, x %s wants %d along axis %d",
                    scale,
                    scale.size(),
                    x,
                    x.dim(along),
                    along);
        }
        if (in.has(2)) {
            check(
                    op,
                    in.shape(2).equals(scale) || (in.shape(2).size() == 1 && scale.size() == 1),
                    "operand 2 (zero point) is %s, wanted the shape of scale %s",
                    in.shape(2),
                    scale);
        }
    }
}
