package dev.lathe.op;

import dev.lathe.error.ShapeException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Local response normalisation across channels of FLOAT32 x [n, c, ...]: x / (bias + alpha/size · sum)^beta, where sum
 * is that of the squares of channels c - floor((size-1)/2) to c + ceil((size-1)/2), as far as they exist.
 */
public record Lrn(int size, float alpha, float beta, float bias) implements Op {
    public Lrn {
        if (size < 1) {
            throw new ShapeException("LRN: attribute size is " + size + ", wanted 1 or more");
        }
    }

    @Override
    public String name() {
        return "LRN";
    }

    /** How many channels before its own each result looks at. */
    public int before() {
        return (size - 1) / 2;
    }

    /** How many channels after its own each result looks at. */
    public int after() {
        return size / 2;
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, 1);
        Check.dtype(this, in, 0, DType.FLOAT32);
        Check.rankAtLeast(this, in, 0, 3);
        return List.of(in.type(0));
    }
}
