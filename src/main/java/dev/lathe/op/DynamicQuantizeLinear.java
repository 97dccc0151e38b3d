package dev.lathe.op;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * UINT8 quantisation of FLOAT32 x by its own range: results y, scale (scalar), zero point (scalar).
 *
 * <p>scale = (max(0, x) - min(0, x))/255, zeroPoint = round(clamp(-min(0, x)/scale, 0, 255)), y =
 * saturate(round(x/scale) + zeroPoint), in single precision, ties to even. When all x are 0, or there are none, scale
 * is 1.
 */
public record DynamicQuantizeLinear() implements Op {
    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, 1);
        Check.dtype(this, in, 0, DType.FLOAT32);
        return List.of(
                new TensorType(DType.UINT8, in.shape(0)),
                TensorType.float32(Shape.SCALAR),
                new TensorType(DType.UINT8, Shape.SCALAR));
    }
}
