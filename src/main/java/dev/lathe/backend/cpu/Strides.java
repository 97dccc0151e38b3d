package dev.lathe.backend.cpu;

import dev.lathe.tensor.Shape;
import java.util.Arrays;

/**
 * How operands that broadcast to a result are walked: the result's axes, neighbours merged where every operand allows
 * it, and per operand the distance between neighbours along each, 0 where it is widened. Along the last axis that
 * distance is 0 or 1.
 */
final class Strides {
    private final int[] dims;
    private final int[][] strides;

    private Strides(int[] dims, int[][] strides) {
        this.dims = dims;
        this.strides = strides;
    }

    /** Every one of {@code operands} must broadcast to exactly {@code result}. */
    static Strides of(Shape result, Shape... operands) {
        int rank = result.rank();
        int[] dims = new int[Math.max(rank, 1)];
        int[][] strides = new int[operands.length][dims.length];
        int axes = 0;
        for (int axis = 0; axis < rank; axis++) {
            if (result.dim(axis) == 1) {
                continue;
            }
            int[] steps = new int[operands.length];
            boolean merge = axes > 0;
            for (int k = 0; k < operands.length; k++) {
                steps[k] = step(operands[k], axis - rank);
                merge &= strides[k][Math.max(axes - 1, 0)] == steps[k] * result.dim(axis);
            }
            axes += merge ? 0 : 1;
            dims[axes - 1] = (merge ? dims[axes - 1] : 1) * result.dim(axis);
            for (int k = 0; k < operands.length; k++) {
                strides[k][axes - 1] = steps[k];
            }
        }
        if (axes == 0) {
            dims[0] = 1;
            axes = 1;
        }
        for (int k = 0; k < operands.length; k++) {
            strides[k] = Arrays.copyOf(strides[k], axes);
        }
        return new Strides(Arrays.copyOf(dims, axes), strides);
    }

    /** Distance along {@code axis}, counted from the end, of a row-major operand; 0 where it is widened. */
    private static int step(Shape operand, int axis) {
        int own = operand.rank() + axis;
        return own < 0 || operand.dim(own) == 1 ? 0 : operand.product(own + 1, operand.rank());
    }

    /** Number of elements along the last axis. */
    int run() {
        return dims[dims.length - 1];
    }

    /** Distance along the last axis in operand {@code k}: 0 or 1. */
    int step(int k) {
        return strides[k][dims.length - 1];
    }

    /** Index in operand {@code k} of the element that row-major {@code index} in the result sees. */
    int offset(int k, int index) {
        int offset = 0;
        int rest = index;
        for (int axis = dims.length - 1; axis >= 0; axis--) {
            offset += rest % dims[axis] * strides[k][axis];
            rest /= dims[axis];
        }
        return offset;
    }
}
