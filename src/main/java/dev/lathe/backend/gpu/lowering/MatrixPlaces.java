package dev.lathe.backend.gpu.lowering;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the matrices of a batched product lie: for each matrix of the result, the offsets of its parts in their
 * buffers, in the order in which the parts were added.
 */
final class MatrixPlaces {
    private final Shape outer;
    private final List<int[]> parts = new ArrayList<>();

    /** @param outer the leading extents of the result */
    MatrixPlaces(Shape outer) {
        this.outer = outer;
    }

    /**
     * Adds a part of shape {@code [..., m, n]}, or a vector, whose leading extents broadcast to those of the result.
     */
    MatrixPlaces add(Shape part) {
        Shape own = leading(part);
        int[] strides = part.strides();
        int[] offsets = new int[outer.size()];
        for (int i = 0; i < offsets.length; i++) {
            int rest = i;
            for (int axis = 1; axis <= outer.rank(); axis++) {
                int extent = outer.dim(outer.rank() - axis);
                boolean moves = axis <= own.rank() && own.dim(own.rank() - axis) > 1;
                offsets[i] += moves ? rest % extent * strides[own.rank() - axis] : 0;
                rest /= extent;
            }
        }
        parts.add(offsets);
        return this;
    }

    /** The extents before the last two. */
    static Shape leading(Shape shape) {
        return shape.slice(0, Math.max(shape.rank() - 2, 0));
    }

    /** All offsets, those of one matrix of the result side by side. */
    Tensor table() {
        int[] table = new int[parts.size() * outer.size()];
        for (int i = 0; i < table.length; i++) {
            table[i] = parts.get(i % parts.size())[i / parts.size()];
        }
        return Tensor.of(Shape.of(table.length), table);
    }
}
