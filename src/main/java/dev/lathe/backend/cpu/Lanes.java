package dev.lathe.backend.cpu;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;

/** The innermost loops that move elements, once for each kind of array. */
final class Lanes {
    /** Fewer consecutive elements are moved one by one: a call of {@code System.arraycopy} takes longer. */
    static final int SHORTEST_COPY = 8;

    /**
     * Rows of columns in two arrays: element (r, c) lies at {@code from + r·fromRow + c·fromColumn} of the source and
     * likewise in the target. A step may be 0 or negative in the source.
     */
    record Plane(int rows, int columns, int from, int fromRow, int fromColumn, int to, int toRow, int toColumn) {}

    private Lanes() {}

    /** Copies {@code plane} from {@code source} to {@code target}, which have one element type. */
    static void copy(Tensor source, Tensor target, Plane plane) {
        if (plane.fromColumn == 1 && plane.toColumn == 1 && plane.columns >= SHORTEST_COPY) {
            for (int r = 0; r < plane.rows; r++) {
                int from = plane.from + r * plane.fromRow;
                System.arraycopy(source.array(), from, target.array(), plane.to + r * plane.toRow, plane.columns);
            }
            return;
        }
        switch (source.dtype()) {
            case FLOAT32 -> copy(source.floats(), target.floats(), plane);
            case INT64 -> copy(source.longs(), target.longs(), plane);
            case INT32 -> copy(source.ints(), target.ints(), plane);
            case INT8, UINT8, BOOL -> copy(source.bytes(), target.bytes(), plane);
        }
    }

    private static void copy(float[] source, float[] target, Plane p) {
        for (int r = 0; r < p.rows; r++) {
            int from = p.from + r * p.fromRow;
            int to = p.to + r * p.toRow;
            for (int c = 0; c < p.columns; c++) {
                target[to + c * p.toColumn] = source[from + c * p.fromColumn];
            }
        }
    }

    private static void copy(long[] source, long[] target, Plane p) {
        for (int r = 0; r < p.rows; r++) {
            int from = p.from + r * p.fromRow;
            int to = p.to + r * p.toRow;
            for (int c = 0; c < p.columns; c++) {
                target[to + c * p.toColumn] = source[from + c * p.fromColumn];
            }
        }
    }

    private static void copy(int[] source, int[] target, Plane p) {
        for (int r = 0; r < p.rows; r++) {
            int from = p.from + r * p.fromRow;
            int to = p.to + r * p.toRow;
            for (int c = 0; c < p.columns; c++) {
                target[to + c * p.toColumn] = source[from + c * p.fromColumn];
            }
        }
    }

    private static void copy(byte[] source, byte[] target, Plane p) {
        for (int r = 0; r < p.rows; r++) {
            int from = p.from + r * p.fromRow;
            int to = p.to + r * p.toRow;
            for (int c = 0; c < p.columns; c++) {
                target[to + c * p.toColumn] = source[from + c * p.fromColumn];
            }
        }
    }

    /** {@code target[to + i] = source[from + map[i]]} for i in first..last-1. */
    static void pick(Tensor source, int from, Tensor target, int to, int[] map, int first, int last) {
        switch (source.dtype()) {
            case FLOAT32 -> {
                float[] s = source.floats();
                float[] t = target.floats();
                for (int i = first; i < last; i++) {
                    t[to + i] = s[from + map[i]];
                }
            }
            case INT64 -> {
                long[] s = source.longs();
                long[] t = target.longs();
                for (int i = first; i < last; i++) {
                    t[to + i] = s[from + map[i]];
                }
            }
            case INT32 -> {
                int[] s = source.ints();
                int[] t = target.ints();
                for (int i = first; i < last; i++) {
                    t[to + i] = s[from + map[i]];
                }
            }
            case INT8, UINT8, BOOL -> {
                byte[] s = source.bytes();
                byte[] t = target.bytes();
                for (int i = first; i < last; i++) {
                    t[to + i] = s[from + map[i]];
                }
            }
        }
    }

    /** Writes the one element of {@code value} to {@code target[first..last-1]}. */
    static void fill(Tensor target, int first, int last, Tensor value) {
        DType dtype = target.dtype();
        switch (dtype) {
            case FLOAT32 -> Arrays.fill(target.floats(), first, last, value.floats()[0]);
            case INT64 -> Arrays.fill(target.longs(), first, last, value.longs()[0]);
            case INT32 -> Arrays.fill(target.ints(), first, last, value.ints()[0]);
            case INT8, UINT8, BOOL -> Arrays.fill(target.bytes(), first, last, value.bytes()[0]);
        }
    }
}
